using Tocsin.Alerting.Handlers;
using Tocsin.Dsl.Binding;

namespace Tocsin.House.Tests.Peer;

/// <summary>
/// What scripts for Kapacitor may say is there, or <c>docs/differences.md</c> says that it is not: each line of the lists beside this file is a node,
/// or a handler of the alert node, with its properties.
/// </summary>
public sealed class PeerListTests
{
    private static readonly NodeCatalog Catalog = ShippedPlugins.All.Vocabulary.Nodes;

    private static readonly Lazy<string> Differences = new(() => Repository.Read("docs/differences.md"));

    public static TheoryData<string> Nodes => [.. Lines("nodes.txt")];

    public static TheoryData<string> Handlers => [.. Lines("handlers.txt")];

    [Theory]
    [MemberData(nameof(Nodes))]
    public void A_node_of_the_peer_is_there_or_told_missing(string line)
    {
        var (name, properties) = Parts(line);
        var node = Catalog.Nodes.FirstOrDefault(node => node.Name == name);
        if (node is null || node.DefinitionType.Namespace!.EndsWith(".Planned", StringComparison.Ordinal))
            IsTold(name).Should().BeTrue("{0} is not there, and docs/differences.md does not say so", name);
        else
            Missing(properties, [.. node.Members.Members, .. Catalog.Nodes.Where(other => other.Follows.Contains(name)).Select(other => other.Constructor)], name).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Handlers))]
    public void A_handler_of_the_peer_is_there_or_told_missing(string line)
    {
        var (name, properties) = Parts(line);
        var handler = ShippedPlugins.Kinds.ScriptMembers.FirstOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (handler is null)
            IsTold(name).Should().BeTrue("the handler {0} is not there, and docs/differences.md does not say so", name);
        else
            Missing(properties, handler.Result?.Members ?? [], name).Should().BeEmpty();
    }

    private static IEnumerable<string> Missing(string[] properties, IReadOnlyList<MemberDescriptor> members, string owner) => properties.Where(property =>
        !members.Any(member => member.Name.Equals(property, StringComparison.OrdinalIgnoreCase)) && !IsTold(property) && !IsTold($"{owner}.{property}"));

    // As code: `sideload`. Its words may stand in other sentences.
    private static bool IsTold(string name) => Differences.Value.Contains($"`{name}`", StringComparison.OrdinalIgnoreCase);

    private static (string Name, string[] Properties) Parts(string line) =>
        line.Split(':') is [var name, var rest] ? (name, rest.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : throw new InvalidDataException(line);

    private static IEnumerable<string> Lines(string file) =>
        Repository.Read($"tests/Tocsin.House.Tests/Peer/{file}").Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
