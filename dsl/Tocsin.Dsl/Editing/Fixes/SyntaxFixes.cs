using System.Globalization;
using System.Text.RegularExpressions;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Dsl.Syntax.Remedies;

namespace Tocsin.Dsl.Editing.Fixes;

/// <summary>
/// Changes for text that cannot be read. What may be meant is tried out: a change counts when the script then has fewer errors, or its first one
/// stands further down.
/// </summary>
internal static partial class SyntaxFixes
{
    // Each one tried costs a run of the parser.
    private const int MostTried = 16;
    private const int MostShown = 3;
    private const int MostBack = 20;
    private const int LongestTried = 200_000;

    public static IReadOnlyList<QuickFix> For(FixSite site)
    {
        if (site.Script.Text.Length > LongestTried)
            return [];
        var before = site.Script.Tree.Diagnostics.Count(IsError);
        return [.. Candidates(site).DistinctBy(fix => TextEdit.Apply(site.Script.Text, fix.Edits)).Take(MostTried)
            .Select(fix => (Fix: fix, Errors: ErrorsAfter(site, fix))).Where(tried => tried.Errors < before)
            .OrderBy(tried => tried.Errors).Select(tried => tried.Fix).Take(MostShown)];
    }

    private static int ErrorsAfter(FixSite site, QuickFix fix) => SyntaxTree.Parse(TextEdit.Apply(site.Script.Text, fix.Edits)).Diagnostics.Count(IsError);

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == Severity.Error;

    private static IEnumerable<QuickFix> Candidates(FixSite site) => site.Diagnostic.Code switch
    {
        "TS0001" => Character(site),
        "TS0002" => [site.Replace(site.Span, $"'{site.Text}'")],
        "TS0003" => Unclosed(site, "\""),
        "TS0004" => Unclosed(site, site.Text.StartsWith("'''", StringComparison.Ordinal) ? "'''" : "'"),
        "TS0005" => Unclosed(site, "/"),
        "TS0006" => [site.Replace(site.Span, site.Text.TrimStart('0')), site.Replace(site.Span, "9223372036854775807")],
        "TS0007" or "TS0008" => [site.Replace(site.Span, "15250w")],
        "TS0009" => [Literally(site)],
        "TS0010" => Unexpected(site),
        _ => [],
    };

    /// <summary>A pattern that cannot be read, as the text that it may have been meant as.</summary>
    public static QuickFix Literally(FixSite site)
    {
        var at = site.Kind(site.First) is SyntaxKind.Regex or SyntaxKind.String ? site.SpanOf(site.First) : site.Span;
        var text = site.Script.TextAt(at);
        return site.Replace(at, text[..1] + Signs().Replace(text[1..^1], @"\$0") + text[^1..], isPreferred: false);
    }

    private static IEnumerable<QuickFix> Character(FixSite site)
    {
        var meant = site.Text switch
        {
            "&" or "&&" => "AND",
            ";" or "\uFEFF" => "",
            "#" => "//",
            "=" => "==",
            "“" or "”" or "„" => "\"",
            "‘" or "’" => "'",
            "–" or "—" => "-",
            _ => null,
        };
        if (meant is not null)
            yield return site.Replace(site.Span, meant);
        if (site.Text is "{" or "[" or "}" or "]")
            yield return site.Replace(site.Span, site.Text is "{" or "[" ? "(" : ")");
        yield return site.Replace(site.Span, "");
        if (site.Text is "<" or ">" or "<=" or ">=" or "%" or "+" or "==" or "=")
            yield return site.Insert(site.Span.Start, "\"value\" ", isPreferred: false);
    }

    // Where the quote may be missing: behind the word, before what closes the call, at the end.
    private static IEnumerable<QuickFix> Unclosed(FixSite site, string quote)
    {
        var text = site.Text;
        var places = new List<int>();
        for (var at = text.Length; at > 0; at--)
        {
            if (at == text.Length || text[at] is ')' or ',' or ']')
                places.Add(at);
        }

        var word = 1;
        while (word < text.Length && (char.IsLetterOrDigit(text[word]) || text[word] is '_' or '.' or '-'))
            word++;
        places.Insert(Math.Min(1, places.Count), word);
        return places.Select(at => site.Insert(site.Span.Start + at, quote)).Concat([site.Replace(new TextSpan(site.Span.Start, quote.Length), "")]);
    }

    private static IEnumerable<QuickFix> Unexpected(FixSite site)
    {
        var token = site.SpanOf(site.First);
        var text = site.Script.TextAt(token);
        foreach (var fix in Words(site, token, text))
            yield return fix;

        // What is expected at this place tells most.
        foreach (var sign in site.Diagnostic.Remedy is { Kind: RemedyKind.Expect } wanted ? wanted.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [])
        {
            if (sign == "(")
                yield return site.Insert(site.EndBefore, site.Kind(site.First) == SyntaxKind.CloseParen || IsValue(site.Kind(site.First)) ? "(" : "()");
            yield return site.Insert(site.EndBefore, sign == "(" ? "()" : sign);
        }

        foreach (var fix in EarlierQuote(site).Concat(EarlierParenthesis(site)))
            yield return fix;
        if (site.Kind(site.First) == SyntaxKind.CloseParen)
            yield return site.Replace(token, "");
        foreach (var sign in new[] { ")", " == ", ", ", " AND ", "\"", "]" })
            yield return site.Insert(site.EndBefore, sign);
        if (token.Length > 0)
            yield return site.Replace(token, "", isPreferred: false);
        if (site.First > 0)
            yield return site.Replace(site.SpanOf(site.First - 1), "", isPreferred: false);
    }

    // A text that goes over a line end lacks its quote on the first line, most often.
    private static IEnumerable<QuickFix> EarlierQuote(FixSite site)
    {
        for (var at = site.First - 1; at >= Math.Max(0, site.First - MostBack); at--)
        {
            if (site.Kind(at) is not (SyntaxKind.String or SyntaxKind.Reference))
                continue;
            var text = site.TextOf(at);
            var end = text.IndexOfAny(['\n', '\r']);
            if (end < 0)
                continue;
            var quote = text[..1];
            var word = 1;
            while (word < end && (char.IsLetterOrDigit(text[word]) || text[word] is '_' or '.' or '-'))
                word++;
            int[] places = [word, text.LastIndexOf(')', end), text.IndexOf(',', 0, end), end];
            return places.Where(place => place > 0).Distinct().Select(place => site.Insert(site.SpanOf(at).Start + place, quote));
        }

        return [];
    }

    // ".message'text')": the name of a link with a value right behind it.
    private static IEnumerable<QuickFix> EarlierParenthesis(FixSite site)
    {
        for (var at = site.First - 1; at > Math.Max(0, site.First - MostBack); at--)
        {
            if (site.Kind(at) == SyntaxKind.Identifier && site.Kind(at - 1) is SyntaxKind.Dot or SyntaxKind.Pipe or SyntaxKind.At && IsValue(site.Kind(at + 1)))
                return [site.Insert(site.SpanOf(at).End, "(")];
        }

        return [];
    }

    private static bool IsValue(SyntaxKind kind) =>
        kind is SyntaxKind.String or SyntaxKind.Reference or SyntaxKind.Number or SyntaxKind.Duration or SyntaxKind.Lambda or SyntaxKind.Regex or SyntaxKind.True or SyntaxKind.False or SyntaxKind.Star;

    private static IEnumerable<QuickFix> Words(FixSite site, TextSpan token, string text)
    {
        var previous = site.First > 0 ? site.SpanOf(site.First - 1) : default;
        var word = site.First > 0 ? site.TextOf(site.First - 1) : "";
        var touches = site.First > 0 && previous.End == token.Start;
        if (text is "and" or "And" or "or" or "Or")
            yield return site.Replace(token, text.ToUpperInvariant());
        if (text is "is")
            yield return site.Replace(token, "==");
        if (text is "not" or "Not" or "NOT")
            yield return site.Replace(token, "!");
        if (word is "not" or "Not" or "NOT")
            yield return site.Replace(previous, "!");
        if (site.Kind(site.First) == SyntaxKind.Assign)
            yield return site.Replace(token, "==");
        if (site.Kind(site.First) == SyntaxKind.Pipe && site.Kind(site.First + 1) == SyntaxKind.Pipe)
            yield return site.Replace(TextSpan.FromBounds(token.Start, site.SpanOf(site.First + 1).End), "OR");
        if (site.Kind(site.First) == SyntaxKind.Pipe && word == "|")
        {
            yield return site.Replace(TextSpan.FromBounds(previous.Start, token.End), "OR");
            yield return site.Replace(token, "");
        }

        if (site.Kind(site.First) == SyntaxKind.Dot && word == ".")
            yield return site.Replace(token, "");
        if (word is "lambda" or "Lambda")
            yield return site.Replace(previous, "lambda:");
        if (touches && Compound(site.Script.Text, previous.Start) is var (span, seconds) && span.Length > 0)
            yield return site.Replace(span, seconds);
        if (touches && site.Kind(site.First - 1) == SyntaxKind.Number && text is ("sec" or "secs" or "min" or "mins" or "hr" or "hrs"))
            yield return site.Replace(token, text[..1]);
        if (word is "const" or "let" or "Var" or "VAR" or "def")
            yield return site.Replace(previous, "var");
    }

    /// <summary>A duration of several units, or with a fraction, in one unit.</summary>
    public static (TextSpan Span, string Text) Compound(string text, int start)
    {
        while (start > 0 && (char.IsAsciiDigit(text[start - 1]) || text[start - 1] == '.' || (text[start - 1] is 'w' or 'd' or 'h' or 'm' or 's')))
            start--;
        var match = Durations().Match(text, start);
        if (!match.Success || match.Index != start)
            return default;
        var milliseconds = 0m;
        for (var at = 0; at < match.Groups[1].Captures.Count; at++)
        {
            if (!decimal.TryParse(match.Groups[1].Captures[at].ValueSpan, CultureInfo.InvariantCulture, out var count) || count > 1_000_000)
                return default;
            milliseconds += count * Unit(match.Groups[2].Captures[at].ValueSpan);
        }

        foreach (var (name, length) in new[] { ("h", 3_600_000m), ("m", 60_000m), ("s", 1000m), ("ms", 1m) })
        {
            if (milliseconds % length == 0)
                return (new TextSpan(start, match.Length), (milliseconds / length).ToString("0", CultureInfo.InvariantCulture) + name);
        }

        return default;
    }

    private static decimal Unit(ReadOnlySpan<char> name) => name switch { "w" => 604_800_000, "d" => 86_400_000, "h" => 3_600_000, "m" => 60_000, "s" => 1000, _ => 1 };

    [GeneratedRegex(@"(?<!\\)[\[\](){}*+?|]")]
    private static partial Regex Signs();

    [GeneratedRegex(@"(?:(\d{1,9}(?:\.\d{1,9})?)(ms|w|d|h|m|s))+")]
    private static partial Regex Durations();
}
