using System.Text;
using Tocsin.Dsl.Binding;

namespace Tocsin.House.Tests.Reference;

/// <summary>Writes the reference page of the nodes of a catalog, in Markdown, from the comments on their classes.</summary>
internal static class NodeReference
{
    private const string QuietName = "quiet";

    /// <summary>The page: every node that scripts can name, in the order of their names. Lines end in a line feed.</summary>
    public static string Write(NodeCatalog catalog)
    {
        var nodes = catalog.Nodes.Where(node => node.InScript).ToList();
        var page = new StringBuilder();
        page.Append(
            """
            # Nodes

            Made from the comments on the nodes' classes; do not edit by hand. How to write scripts is described in [language.md](language.md).

            Arguments are matched by type, nothing is converted: `5` is not a float, `'5s'` is not a duration. An argument in brackets may be left out;
            `…` takes any number. Every node has `.quiet()`: its errors are not logged.


            """);
        page.AppendJoin(" · ", nodes.Select(node => $"[{node.Name}](#{node.Name.ToLowerInvariant()})")).Append('\n');
        foreach (var node in nodes)
            WriteNode(page, node);
        return page.Replace("\r\n", "\n").ToString();
    }

    private static void WriteNode(StringBuilder page, NodeDescriptor node)
    {
        page.Append($"\n## {node.Name}\n\n");
        page.Append($"`{CallOf(node)}` — {EdgesOf(node)}\n\n{node.Summary}\n");
        WriteArguments(page, node);
        WriteProperties(page, node);
        if (DocumentationComments.Of(node.DefinitionType).Example is { Length: > 0 } example)
            page.Append($"\n```js\n{example}\n```\n");
    }

    private static void WriteArguments(StringBuilder page, NodeDescriptor node)
    {
        var constructor = node.DefinitionType.GetConstructors()[0]; // A node has exactly one: see NodeDescriptors.
        var onClass = DocumentationComments.Of(node.DefinitionType).Parameters;
        var onConstructor = DocumentationComments.Of(constructor).Parameters;
        var described = node.Constructor.Parameters
            .Select(parameter => (parameter.Name, Text: onConstructor.GetValueOrDefault(parameter.Name) ?? onClass.GetValueOrDefault(parameter.Name)))
            .Where(argument => argument.Text is not null)
            .ToList();
        if (described.Count == 0)
            return;

        page.Append('\n');
        foreach (var (name, text) in described)
            page.Append($"- `{name}`: {text}\n");
    }

    private static void WriteProperties(StringBuilder page, NodeDescriptor node)
    {
        var members = node.Members.Members.Where(member => member.Name != QuietName).ToList();
        if (members.Count == 0)
            return;

        var defaults = new PropertyDefaults(node);
        page.Append("\n| property | |\n| --- | --- |\n");
        foreach (var member in members)
            page.Append($"| `.{SignatureText.Of(member)}` | {Cell(MeaningOf(member, defaults))} |\n");
    }

    private static string MeaningOf(MemberDescriptor member, PropertyDefaults defaults)
    {
        if (member.Result is { } result)
        {
            var options = string.Join(", ", result.Members.Select(option => $"`.{SignatureText.Of(option)}`"));
            return $"A handler of this alert; see [handlers](handlers.md).{(options.Length > 0 ? $" Then {options}." : "")}";
        }

        var isGiven = member.Summary.Contains("default", StringComparison.OrdinalIgnoreCase) || member.Summary.Contains("Required", StringComparison.Ordinal);
        return !isGiven && defaults.Of(member) is { } value ? $"{member.Summary} Default: {value}." : member.Summary;
    }

    private static string CallOf(NodeDescriptor node) =>
        node.Wants == EdgeKind.None && node.Follows.Count == 0 && node.Constructor.Parameters.Count == 0 && node.Provides != EdgeKind.None
            ? node.Name
            : "|" + SignatureText.Of(node.Constructor);

    private static string EdgesOf(NodeDescriptor node)
    {
        var after = node.Follows.Count > 0 ? $", after {string.Join(" or ", node.Follows)}" : "";
        var takes = node.Wants switch
        {
            EdgeKind.None => "makes its own data",
            EdgeKind.Any => "takes a stream or batches",
            var wants => $"takes {Name(wants)}",
        };
        var gives = node.Provides switch
        {
            EdgeKind.None => "passes nothing on",
            EdgeKind.Any => "passes on the same",
            var provides => $"passes on {Name(provides)}",
        };
        return $"{takes}{after}, {gives}";
    }

    private static string Name(EdgeKind kind) => kind == EdgeKind.Stream ? "a stream" : "batches";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
