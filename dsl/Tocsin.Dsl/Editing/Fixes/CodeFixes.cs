using System.Globalization;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Editing.Outlines;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Dsl.Text;

namespace Tocsin.Dsl.Editing.Fixes;

/// <summary>Changes for mistakes whose code says what to do.</summary>
internal static class CodeFixes
{
    public static IReadOnlyList<QuickFix> For(FixSite site) => [.. Found(site)];

    private static IEnumerable<QuickFix> Found(FixSite site) => site.Diagnostic.Code switch
    {
        "TS0101" or "TS1101" or "TS1102" => [site.Remove(site.Span)],
        "TS0102" => Duration(site),
        "TS0103" => Moved(site),
        "TS0104" => [site.Insert(site.Span.Start, "/", "Make it a comment of its own")],
        "TS0105" => [site.Replace(site.Span, "15250w")],
        "TS1001" => Source(site),
        "TS1003" => Appended(site, "\n    |from()"),
        "TS1010" or "TS3003" => Text(site),
        "TS1011" => OtherName(site),
        "TS1012" => Types(site),
        "TS1020" => [site.Insert(site.SpanOf(site.ArgumentStart(site.First)).Start, "lambda: ", "Make it a lambda")],
        "TS1021" when site.Kind(site.First) is SyntaxKind.Minus or SyntaxKind.Not => [site.Replace(site.SpanOf(site.First), "")],
        "TS1054" or "TS1055" or "TS1056" or "TS1057" when site.Kind(site.Name) == SyntaxKind.Identifier && site.Kind(site.Name + 1) != SyntaxKind.OpenParen =>
            [site.Insert(site.SpanOf(site.Name).End, "()", isPreferred: false)],
        "TS1103" => site.Statement is { } statement ? [site.Remove(statement.Span)] : [],
        "TS1022" or "TS3001" or "TS3007" or "TS3308" => Converted(site),
        "TS3005" => [SyntaxFixes.Literally(site)],
        "TS3202" => Levels(site),
        "TS3304" => [site.Replace(site.CallOf(site.Name), "keep()")],
        "TS3309" when site.Kind(site.First) == SyntaxKind.String => [site.Replace(site.SpanOf(site.First), "/" + site.ValueOf(site.First).Replace("/", "\\/", StringComparison.Ordinal) + "/")],
        "TS3310" => Compared(site),
        _ => [],
    };

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

    // A comment that is read as a regular expression stands on the line before.
    private static IEnumerable<QuickFix> Moved(FixSite site)
    {
        var start = site.Script.Lines.StartOf(site.Script.Lines.PlaceOf(site.Span.Start).Line);
        yield return new QuickFix("Move the comment to a line of its own", site.Diagnostic, [new TextEdit(new TextSpan(start, 0), site.Text + "\n"), new TextEdit(site.Span, "")], IsPreferred: true);
    }

    // Whoever leaves quotes out may mean a field, which the mistake says, or a text.
    private static IEnumerable<QuickFix> Text(FixSite site)
    {
        if (site.Diagnostic.Remedy?.Kind == RemedyKind.Quote)
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

    // Whole numbers beside floats are the commonest case; beside a text everything becomes one.
    private static IEnumerable<QuickFix> Converted(FixSite site)
    {
        var end = Math.Max(site.Span.End, site.SpanOf(site.CallEnd(site.First)).End);
        var tokens = Enumerable.Range(site.First, site.Script.Tree.Tokens.Count - site.First).TakeWhile(at => site.Kind(at) != SyntaxKind.EndOfFile && site.SpanOf(at).Start < end).ToList();
        var hasText = tokens.Any(at => site.Kind(at) == SyntaxKind.String);
        foreach (var at in tokens)
        {
            if (site.Kind(at) == SyntaxKind.Number && hasText)
                yield return site.Replace(site.SpanOf(at), $"'{site.TextOf(at)}'");
            else if (site.Kind(at) == SyntaxKind.Number && !site.TextOf(at).Contains('.'))
                yield return site.Replace(site.SpanOf(at), site.TextOf(at) + ".0");
            else if (site.Kind(at) == SyntaxKind.Reference)
                yield return site.Replace(site.SpanOf(at), $"{(hasText ? "string" : "float")}({site.TextOf(at)})", isPreferred: false);
        }
    }

    // The other levels: the likeliest comes with the mistake.
    private static IEnumerable<QuickFix> Levels(FixSite site) => site.Diagnostic.Remedy is { Kind: RemedyKind.Literal } remedy && site.Literal(value => value == remedy.About) is >= 0 and var at
        ? new[] { "DEBUG", "INFO", "WARN", "ERROR" }.Select(level => site.Replace(site.SpanOf(at), $"'{level}'", isPreferred: false)) : [];

    // The condition is the whole argument of its property, or of its node.
    private static IEnumerable<QuickFix> Compared(FixSite site) =>
        site.ArgumentsOf(site.Name) is [var only] ? [site.Insert(only.End, " > 0", isPreferred: false)] : [site.Insert(site.Span.End, " > 0", isPreferred: false)];
}
