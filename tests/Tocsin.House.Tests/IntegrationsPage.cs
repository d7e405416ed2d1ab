using System.Text;
using System.Text.RegularExpressions;

namespace Tocsin.House.Tests;

/// <summary>Writes docs/integrations.md: the kinds that the plugins in the tree bring, with what the comments of their classes say.</summary>
internal static partial class IntegrationsPage
{
    private const string Begin = """
        # Integrations

        The plugins that come with the server. Each has a page with its options, its section of the configuration and what happens when it fails.
        This page is made from the code.

        """;

    /// <summary>The kinds of handlers of all plugins.</summary>
    public static IEnumerable<string> Handlers => Kinds("Handler").Select(kind => kind.Name);

    /// <summary>The kinds of sources of all plugins.</summary>
    public static IEnumerable<string> Sources => Kinds("Source").Select(kind => kind.Name);

    public static string Write()
    {
        var page = new StringBuilder(Begin.ReplaceLineEndings("\n"));
        WriteTable(page, "Handlers", "Handler", "Alerts go out by [handlers](handlers.md).");
        WriteTable(page, "Sources", "Source", "Alerts of other systems come in by [sources](sources.md).");
        WriteTable(page, "Orchestrators", "Orchestrator", "What the [autoscale nodes](nodes.md#k8sautoscale) scale with.");
        return page.ToString();
    }

    private static void WriteTable(StringBuilder page, string heading, string word, string about)
    {
        page.Append($"\n## {heading}\n\n{about}\n\n| kind | integration | |\n| --- | --- | --- |\n");
        foreach (var kind in Kinds(word))
            page.Append($"| `{kind.Name}` | [{kind.Title}](../{kind.Page}) | {kind.Summary} |\n");
    }

    private static IEnumerable<Kind> Kinds(string word) =>
        from file in Repository.Files("plugins", "*.cs")
        from Match found in Class().Matches(Repository.Read(file).ReplaceLineEndings("\n"))
        where found.Groups["word"].Value == word
        let page = string.Join('/', file.Split('/').Take(2)) + "/README.md"
        let title = Title().Match(Repository.Read(page)).Groups["title"].Value
        orderby title.ToUpperInvariant(), found.Groups["kind"].Value
        select new Kind(found.Groups["kind"].Value, title, page, SummaryOf(found.Groups["comment"].Value));

    // The first sentence.
    private static string SummaryOf(string comment)
    {
        var words = string.Join(' ', comment.Split('\n').Select(line => line.Trim().TrimStart('/').Trim()));
        var text = Code().Replace(Summary().Match(words).Groups["text"].Value, "`${code}`").Trim();
        return Sentence().Match(text) is { Success: true } first ? first.Value : text;
    }

    [GeneratedRegex("""(?<comment>(^///.*\n)+)(^\[.*\]\n)*?^\[(?:Alert)?(?<word>Handler|Source|Orchestrator)\("(?<kind>[^"]+)".*\]\n""", RegexOptions.Multiline)]
    private static partial Regex Class();

    [GeneratedRegex(@"\A# (?<title>.+)")]
    private static partial Regex Title();

    [GeneratedRegex("<summary>(?<text>.*?)</summary>")]
    private static partial Regex Summary();

    [GeneratedRegex("<c>(?<code>[^<]*)</c>")]
    private static partial Regex Code();

    [GeneratedRegex(@"\A.*?\.(?= [A-Z])")]
    private static partial Regex Sentence();

    private sealed record Kind(string Name, string Title, string Page, string Summary);
}
