using System.Text.RegularExpressions;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Text;

namespace Tocsin.Dsl.Editing.Fixes;

/// <summary>Changes that a hint spells out: the name that is meant, the property that is missing, what is to be removed.</summary>
internal static partial class HintFixes
{
    public static IReadOnlyList<QuickFix> For(FixSite site) => site.Diagnostic.Hint is { Length: > 0 } hint ? [.. Meant(site, hint), .. Written(site, hint), .. Missing(site, hint)] : [];

    private static IEnumerable<QuickFix> Meant(FixSite site, string hint)
    {
        if (DidYouMean().Match(hint) is not { Success: true } match)
            yield break;
        var (sign, name) = (match.Groups[1].Value, match.Groups[2].Value);
        var at = site.Kind(site.First) is SyntaxKind.Reference or SyntaxKind.String ? site.First
            : site.Diagnostic.Code.StartsWith("TS4", StringComparison.Ordinal) ? site.Literal(value => value != name && NearestName.Find(value, [name]) is not null) : -1;
        if (at >= 0)
        {
            var quote = site.TextOf(at)[..1];
            yield return site.Replace(site.SpanOf(at), quote + name.Replace(quote, "\\" + quote, StringComparison.Ordinal) + quote);
            yield break;
        }

        if (site.Kind(site.Name) != SyntaxKind.Identifier)
            yield break;
        var start = sign.Length > 0 && site.Operator >= 0 && site.TextOf(site.Operator) != sign ? site.SpanOf(site.Operator).Start : site.SpanOf(site.Name).Start;
        var isWhole = start < site.SpanOf(site.Name).Start;
        yield return site.Replace(TextSpan.FromBounds(start, site.SpanOf(site.Name).End), isWhole ? sign + name : name);
    }

    // "write flapping(0.25, 0.5)": the call as a whole.
    private static IEnumerable<QuickFix> Written(FixSite site, string hint)
    {
        if (WholeCall().Match(hint) is not { Success: true } match || site.Kind(site.Name) != SyntaxKind.Identifier || match.Groups[2].Value != site.TextOf(site.Name) || match.Value.Contains('…', StringComparison.Ordinal))
            yield break;
        var end = site.CallEnd(site.Name);
        yield return site.Replace(TextSpan.FromBounds(site.SpanOf(site.Name).Start, site.SpanOf(end).End), match.Groups[1].Value);
    }

    // "add .crit(lambda: …)", "put |barrier().idle(10s) before the window": behind the call, or before the node.
    private static IEnumerable<QuickFix> Missing(FixSite site, string hint)
    {
        if (Links().Match(hint) is not { Success: true } match || site.Kind(site.Name) != SyntaxKind.Identifier)
            yield break;
        var links = match.Value.Replace("…", "TRUE", StringComparison.Ordinal);
        if (links.StartsWith('.') && !links[1..].StartsWith(site.TextOf(site.Name) + "(", StringComparison.Ordinal))
        {
            yield return site.Insert(site.SpanOf(site.CallEnd(site.Name)).End, "\n        " + links, $"Add {SyntaxDiagnostics.Shorten(links)}");
            yield break;
        }

        var before = Before().Match(hint) is { Success: true } named ? named.Groups[1].Value : "";
        for (var at = site.Name; links.StartsWith('|') && before.Length > 0 && at > 0; at--)
        {
            if (site.Kind(at) != SyntaxKind.Identifier || site.TextOf(at) != before || site.Kind(at - 1) != SyntaxKind.Pipe)
                continue;
            yield return site.Insert(site.SpanOf(at - 1).Start, links + "\n    ", $"Insert {links} before {before}");
            yield break;
        }
    }

    [GeneratedRegex(@"did you mean ""?([|.@]?)([^\s""?(]+)""?(?:\(…\))?\?")]
    private static partial Regex DidYouMean();

    [GeneratedRegex(@"\bwrite \.?((\w+)\([^()]*\))")]
    private static partial Regex WholeCall();

    [GeneratedRegex(@"(?<![\w'""])(?:[.|]\w+\((?:[^()']|'[^']*')*\))+")]
    private static partial Regex Links();

    [GeneratedRegex(@"before (?:the )?(\w+)")]
    private static partial Regex Before();
}
