using System.Text.RegularExpressions;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Engine.Hosting;

namespace Tocsin.House.Tests;

/// <summary>What the pages show is accepted, and what they link to is there.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Pages =>
        [.. new[] { "docs", "examples", "plugins" }.SelectMany(folder => Repository.Files(folder, "*.md")), "README.md", "CONTRIBUTING.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Scripts_in_a_page_are_accepted(string page)
    {
        foreach (Match block in ScriptBlock().Matches(Repository.Read(page).ReplaceLineEndings("\n")))
        {
            var tree = SyntaxTree.Parse(new SourceText(block.Groups["script"].Value, page));
            var bound = ShippedPlugins.WithExamples.Vocabulary.Bind(tree, new Dictionary<string, ScriptVar>(), isTemplate: true);

            // A piece of a script may have unused variables.
            bound.Diagnostics.Where(d => d.Code != "TS1103").Select(d => DiagnosticText.Render(d, tree.Source)).Should().BeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_in_a_page_lead_somewhere(string page)
    {
        var file = Path.Combine(Repository.Root, page);
        foreach (Match link in Link().Matches(File.ReadAllText(file)))
        {
            var target = link.Groups["file"].Value is { Length: > 0 } relative ? Path.GetFullPath(relative, Path.Combine(file, "..")) : file;
            Path.Exists(target).Should().BeTrue($"{page} links to {link.Value}");
            if (link.Groups["anchor"].Value is { Length: > 0 } anchor)
                AnchorsOf(target).Should().Contain(anchor, $"{page} links to {link.Value}");
        }
    }

    [Fact]
    public void The_plugin_in_the_page_on_handlers_is_the_one_to_copy()
    {
        var plugin = Repository.Read("examples/plugin-template/TeamChat/TeamChatHandler.cs").Trim();

        Repository.Read("docs/handlers.md").Should().Contain(plugin);
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
