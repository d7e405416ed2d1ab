using System.Text.RegularExpressions;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Nodes;
using Tocsin.Engine.Plugins;

namespace Tocsin.Server.Tests.Examples;

public sealed partial class DocumentationTests
{
    private static readonly string Repository = Path.GetFullPath(Path.Combine(ExampleFolder.Root, ".."));

    public static TheoryData<string> Pages =>
    [
        .. new[] { "docs", "examples", "plugins" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository, folder), "*.md", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository, file))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Scripts_in_a_page_are_accepted(string page)
    {
        var catalog = NodeCatalogs.With(Kinds());
        foreach (Match block in ScriptBlock().Matches(File.ReadAllText(Path.Combine(Repository, page)).ReplaceLineEndings("\n")))
        {
            var tree = SyntaxTree.Parse(new SourceText(block.Groups["script"].Value, page));
            var bound = ScriptBinder.Bind(tree, catalog, new BindOptions { Vars = new Dictionary<string, ScriptVar>(), IsTemplate = true });

            bound.Diagnostics.Where(d => d.Code != "TS1103").Select(d => DiagnosticText.Render(d, tree.Source)).Should().BeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_in_a_page_lead_somewhere(string page)
    {
        var file = Path.Combine(Repository, page);
        foreach (Match link in Link().Matches(File.ReadAllText(file)))
        {
            var target = link.Groups["file"].Value is { Length: > 0 } relative ? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, relative)) : file;
            File.Exists(target).Should().BeTrue($"{page} links to {link.Value}");
            if (link.Groups["anchor"].Value is { Length: > 0 } anchor)
                AnchorsOf(target).Should().Contain(anchor, $"{page} links to {link.Value}");
        }
    }

    [Fact]
    public void The_plugin_in_the_page_on_handlers_is_the_one_to_copy()
    {
        var plugin = File.ReadAllText(Path.Combine(Repository, "examples/plugin-template/TeamChatHandler.cs")).Trim();

        File.ReadAllText(Path.Combine(Repository, "docs/handlers.md")).Should().Contain(plugin);
    }

    private static HandlerKinds Kinds()
    {
        PluginLoader.LoadAll(ExampleFolder.Plugins, HandlerKinds.BuiltIn, out var kinds);
        PluginLoader.LoadAll(ExampleFolder.PluginTemplate, kinds, out kinds);
        return kinds;
    }

    private static IEnumerable<string> AnchorsOf(string file) => Heading().Matches(File.ReadAllText(file))
        .Select(heading => NotInAnchor().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex("""^```js\n(?<script>.*?)^```""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ScriptBlock();

    [GeneratedRegex("""\]\((?!https?:)(?<file>[^)#\s]*)(#(?<anchor>[^)\s]+))?\)""")]
    private static partial Regex Link();

    [GeneratedRegex("""^#+ (?<text>.+)$""", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("""[^\w\- ]""")]
    private static partial Regex NotInAnchor();
}
