using System.Globalization;
using System.Text.RegularExpressions;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Editing.Outlines;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Text;

namespace Tocsin.Dsl.Editing.Fixes;

/// <summary>Changes for mistakes whose code says what to do.</summary>
internal static partial class CodeFixes
{
    public static IReadOnlyList<QuickFix> For(FixSite site) => [.. Found(site)];

    private static IEnumerable<QuickFix> Found(FixSite site) => site.Diagnostic.Code switch
    {
        "TS0101" or "TS1101" => [Removed(site, site.Span)],
        "TS0102" => Duration(site),
        "TS1001" => Source(site),
        "TS1003" => Appended(site, "\n    |from()"),
        "TS1010" or "TS3003" => Quotes(site),
        "TS1011" => OtherName(site),
        "TS1012" => Types(site),
        "TS1020" => [site.Insert(site.SpanOf(site.ArgumentStart(site.First)).Start, "lambda: ", "Make it a lambda")],
        "TS1050" => RightOperator(site),
        "TS1053" => Begin(site),
        "TS1054" or "TS1055" or "TS1056" or "TS1057" when site.Kind(site.Name) == SyntaxKind.Identifier && site.Kind(site.Name + 1) != SyntaxKind.OpenParen =>
            [site.Insert(site.SpanOf(site.Name).End, "()", isPreferred: false)],
        "TS1061" => OtherArgument(site),
        "TS1062" => NoReference(site),
        "TS1070" when site.Operator >= 0 && site.Diagnostic.Hint?.Contains("|window()", StringComparison.Ordinal) == true =>
            [site.Insert(site.SpanOf(site.Operator).Start, "|window().period(10s).every(10s)\n    ", "Gather points in windows of 10s first")],
        "TS1102" => [Removed(site, site.Span)],
        "TS1103" => site.Statement is { } statement ? [Removed(site, statement.Span)] : [],
        "TS1105" => Usual(site),
        "TS3001" or "TS3007" or "TS3308" => Converted(site),
        "TS3102" => [Link(site)],
        "TS3202" => Levels(site),
        "TS3304" => [site.Replace(CallOf(site), "keep()")],
        "TS3305" => Grouped(site),
        "TS3309" when site.Kind(site.First) == SyntaxKind.String => [site.Replace(site.SpanOf(site.First), "/" + site.ValueOf(site.First).Replace("/", "\\/", StringComparison.Ordinal) + "/")],
        "TS3310" => [site.Insert(site.Span.End, " > 0", isPreferred: false)],
        _ => [],
    };

    private static QuickFix Removed(FixSite site, TextSpan span) => site.Replace(site.LinesOf(span), "", $"Remove {SyntaxDiagnostics.Shorten(site.Script.TextAt(span))}");

    private static IEnumerable<QuickFix> Duration(FixSite site)
    {
        if (SyntaxFixes.Compound(site.Script.Text, site.Span.Start) is { Span.Length: > 0 } found)
            yield return site.Replace(found.Span, found.Text);
        yield return site.Replace(site.Span, "", isPreferred: false);
    }

    private static IEnumerable<QuickFix> Source(FixSite site)
    {
        string[] sources = [TaskType.StreamName, TaskType.BatchName];
        foreach (var name in site.Script.Outline.Names.Where(name => name is { Kind: NameKind.Unknown, Operator: null }))
        {
            if (NearestName.Find(name.Name, sources) is { } nearest)
                yield return site.Replace(name.Span, nearest);
        }

        if (site.Script.Tree.Tokens[0].Kind == SyntaxKind.Pipe)
            yield return site.Insert(0, "stream\n    ");
    }

    private static IEnumerable<QuickFix> Appended(FixSite site, string text)
    {
        if (site.Script.Tree.Root.Statements.LastOrDefault(statement => statement is not DbrpSyntax) is { } last)
            yield return site.Insert(last.Span.End, text);
    }

    private static IEnumerable<QuickFix> Quotes(FixSite site)
    {
        if (site.Diagnostic.Hint is not { } hint)
            yield break;
        if (hint is "write TRUE" or "write FALSE")
            yield return site.Replace(site.Span, hint[6..]);
        if (!hint.Contains("in double quotes", StringComparison.Ordinal))
            yield break;
        yield return site.Replace(site.Span, $"\"{site.Text}\"", $"Read the field or tag \"{site.Text}\"");
        yield return site.Replace(site.Span, $"'{site.Text}'", $"Make it the text '{site.Text}'", isPreferred: false);
    }

    private static IEnumerable<QuickFix> OtherName(FixSite site)
    {
        var number = 2;
        while (site.Script.Outline.Variables.Any(variable => variable.Name == site.Text + number.ToString(CultureInfo.InvariantCulture)))
            number++;
        yield return site.Replace(site.Span, site.Text + number.ToString(CultureInfo.InvariantCulture));
    }

    private static IEnumerable<QuickFix> Types(FixSite site)
    {
        var nearest = NearestName.Find(site.Text, VarTypes.Names) ?? site.Text.ToLowerInvariant() switch { "text" or "str" => "string", "number" or "double" => "float", "integer" or "long" => "int", "boolean" => "bool", _ => null };
        return VarTypes.Names.OrderBy(name => name != nearest).Take(4).Select((name, at) => site.Replace(site.Span, name, isPreferred: at == 0));
    }

    private static IEnumerable<QuickFix> RightOperator(FixSite site)
    {
        if (site.Operator >= 0 && RightSign().Match(site.Diagnostic.Hint ?? "") is { Success: true } match)
            yield return site.Replace(site.SpanOf(site.Operator), match.Groups[1].Value);
    }

    private static IEnumerable<QuickFix> Begin(FixSite site)
    {
        if (site.Operator >= 0 && site.Diagnostic.Hint is { } hint && hint.StartsWith("choose the points first", StringComparison.Ordinal))
            yield return site.Insert(site.SpanOf(site.Operator).Start, hint.Contains("|from()", StringComparison.Ordinal) ? "|from()\n    " : "|query('SELECT mean(\"value\") FROM \"db\".\"rp\".\"measurement\"')\n    ");
    }

    private static IEnumerable<QuickFix> OtherArgument(FixSite site)
    {
        var hint = site.Diagnostic.Hint ?? "";
        var end = site.CallEnd(site.Name);
        for (var at = site.Name + 2; at < end; at++)
        {
            var (kind, text) = (site.Kind(at), site.TextOf(at));
            if (kind == SyntaxKind.Number && (hint == $"write {text}.0" || hint == $"write '{text}' in quotes" || hint == $"write it with a unit, as in {text}s"))
                yield return site.Replace(site.SpanOf(at), hint.Contains("unit", StringComparison.Ordinal) ? text + "s" : hint.Contains('\'') ? $"'{text}'" : text + ".0");
            else if (kind == SyntaxKind.Number && hint.StartsWith("write ", StringComparison.Ordinal) && text == hint[6..] + ".0")
                yield return site.Replace(site.SpanOf(at), hint[6..]);
            else if (kind == SyntaxKind.String && hint == $"write {site.ValueOf(at)} without quotes if that is a duration")
                yield return site.Replace(site.SpanOf(at), site.ValueOf(at));
            else if (kind == SyntaxKind.String && hint.StartsWith($"write lambda: \"{site.ValueOf(at)}\"", StringComparison.Ordinal))
                yield return site.Replace(site.SpanOf(at), $"lambda: \"{site.ValueOf(at)}\"");
        }

        if (hint == "write 'lambda:' before the expression" && end > site.Name + 2)
            yield return site.Insert(site.SpanOf(site.Name + 2).Start, "lambda: ");
        if (hint.StartsWith("a list must be", StringComparison.Ordinal))
            yield break;
        if (site.Diagnostic.Message.Contains("must be a string", StringComparison.Ordinal) && end == site.Name + 3)
            yield return site.Replace(site.SpanOf(site.Name + 2), $"'{site.TextOf(site.Name + 2).Replace("'", "\\'", StringComparison.Ordinal)}'", isPreferred: false);
    }

    private static IEnumerable<QuickFix> NoReference(FixSite site)
    {
        var at = site.Literal(value => site.Diagnostic.Message.Contains($"the reference \"{value}\"", StringComparison.Ordinal));
        if (at < 0)
            yield break;
        yield return site.Diagnostic.Hint?.StartsWith("write lambda:", StringComparison.Ordinal) == true
            ? site.Insert(site.SpanOf(at).Start, "lambda: ")
            : site.Replace(site.SpanOf(at), "'" + site.ValueOf(at).Replace("'", "\\'", StringComparison.Ordinal) + "'");
    }

    private static IEnumerable<QuickFix> Usual(FixSite site)
    {
        if (UsualName().Match(site.Diagnostic.Message) is { Success: true } match)
            yield return site.Replace(site.Span, match.Groups[1].Value);
    }

    // Whole numbers beside floats are the commonest case.
    private static IEnumerable<QuickFix> Converted(FixSite site)
    {
        for (var at = site.First; site.Kind(at) != SyntaxKind.EndOfFile && site.SpanOf(at).Start < Math.Max(site.Span.End, site.SpanOf(site.CallEnd(site.First)).End); at++)
        {
            if (site.Kind(at) == SyntaxKind.Number && !site.TextOf(at).Contains('.'))
                yield return site.Replace(site.SpanOf(at), site.TextOf(at) + ".0");
            else if (site.Kind(at) == SyntaxKind.Reference && site.Diagnostic.Message.Contains("string", StringComparison.Ordinal))
                yield return site.Replace(site.SpanOf(at), $"string({site.TextOf(at)})", isPreferred: false);
            else if (site.Kind(at) == SyntaxKind.Reference)
                yield return site.Replace(site.SpanOf(at), $"float({site.TextOf(at)})", isPreferred: false);
        }
    }

    private static QuickFix Link(FixSite site) => Removed(site, TextSpan.FromBounds(site.Operator >= 0 ? site.SpanOf(site.Operator).Start : site.Span.Start, CallOf(site).End));

    private static IEnumerable<QuickFix> Levels(FixSite site)
    {
        var at = site.Literal(value => site.Diagnostic.Message.Contains($"'{value}'", StringComparison.Ordinal));
        if (at < 0)
            return [];
        string[] levels = ["INFO", "DEBUG", "WARN", "ERROR"];
        var nearest = NearestName.Find(site.ValueOf(at), levels) ?? levels[0];
        return levels.OrderBy(level => level != nearest).Select((level, number) => site.Replace(site.SpanOf(at), $"'{level}'", isPreferred: number == 0));
    }

    private static IEnumerable<QuickFix> Grouped(FixSite site)
    {
        if (GroupBy().Match(site.Diagnostic.Hint ?? "") is not { Success: true } match)
            yield break;

        // Before the node that has the id: the nearest link of the line above it.
        for (var at = site.First; at > 0; at--)
        {
            if (site.Kind(at) != SyntaxKind.Pipe)
                continue;
            yield return site.Insert(site.SpanOf(at).Start, $"|{match.Value}\n    ");
            yield break;
        }
    }

    private static TextSpan CallOf(FixSite site) => TextSpan.FromBounds(site.SpanOf(site.Name).Start, site.SpanOf(site.CallEnd(site.Name)).End);

    [GeneratedRegex(@"use the '(.)' operator")]
    private static partial Regex RightSign();

    [GeneratedRegex(@" is usually written (\w+)$")]
    private static partial Regex UsualName();

    [GeneratedRegex(@"groupBy\('[^']*'\)")]
    private static partial Regex GroupBy();
}
