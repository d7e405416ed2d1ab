using System.Text.RegularExpressions;
using System.Xml.Linq;
using Tocsin.Alerting.Handlers;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Nodes;

namespace Tocsin.House.Tests;

/// <summary>Every node of the engine is explained, has an example that is right, and is tried out.</summary>
public sealed class NodeTests
{
    private static readonly NodeCatalog Catalog = ShippedPlugins.All.Vocabulary.Nodes;

    private static readonly Lazy<XDocument> Documentation = new(() =>
        XDocument.Load(Path.ChangeExtension(typeof(BuiltInNodes).Assembly.Location, ".xml")));

    private static readonly Lazy<string> Scripts = new(() =>
        string.Join('\n', Repository.Files("tests/Conformance", "*.tick").Select(Repository.Read)));

    private static readonly Lazy<string> Tests = new(() =>
        string.Join('\n', Repository.Files("tests/Tocsin.Engine.Tests/Nodes", "*.cs").Select(Repository.Read)));

    public static TheoryData<string> All => [.. Catalog.Nodes.Select(node => node.Name)];

    /// <summary>The nodes that a script can name.</summary>
    public static TheoryData<string> Usable =>
        [.. Catalog.Nodes.Where(node => node.InScript).Select(node => node.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void A_node_has_a_summary(string name) => Find(name).Summary.Should().NotBeEmpty();

    [Theory]
    [MemberData(nameof(Usable))]
    public void Every_property_of_a_node_has_a_summary(string name) =>
        Find(name).Members.Members.Except(ShippedPlugins.Kinds.ScriptMembers).Where(member => member.Summary.Length == 0).Select(member => member.Name).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Usable))]
    public void A_node_has_examples_without_mistakes(string name)
    {
        var examples = ExamplesOf(Find(name));

        examples.Should().NotBeEmpty();
        foreach (var example in examples)
        {
            example.Should().Contain(name);
            var tree = SyntaxTree.Parse(new SourceText(example));
            ScriptBinder.Bind(tree, Catalog).Diagnostics.Select(problem => DiagnosticText.OneLine(problem, tree.Source)).Should().BeEmpty("'{0}' is an example", example);
        }
    }

    [Theory]
    [MemberData(nameof(Usable))]
    public void A_node_is_tried_out(string name)
    {
        var node = Find(name);
        var hasFolder = Repository.HasFolder($"tests/Tocsin.Engine.Tests/Nodes/{FolderOf(node)}");
        var isInTests = Tests.Value.Contains(node.DefinitionType.Name, StringComparison.Ordinal) || Tests.Value.Contains($"|{name}(", StringComparison.Ordinal);
        var isInCases = Regex.IsMatch(Scripts.Value, $@"(\|\s*|^\s*|=\s*){name}\b", RegexOptions.Multiline);

        (hasFolder || isInTests || isInCases).Should().BeTrue($"the node {name} has neither a test nor a recorded case");
    }

    private static NodeDescriptor Find(string name) => Catalog.Nodes.Single(node => node.Name == name);

    private static string FolderOf(NodeDescriptor node) => node.DefinitionType.Namespace!.Split('.')[^1];

    private static IReadOnlyList<string> ExamplesOf(NodeDescriptor node) =>
    [
        .. Documentation.Value.Descendants("member")
            .Where(member => member.Attribute("name")?.Value == $"T:{node.DefinitionType.FullName}")
            .SelectMany(member => member.Descendants("example"))
            .Select(example => example.Value.Trim()),
    ];
}
