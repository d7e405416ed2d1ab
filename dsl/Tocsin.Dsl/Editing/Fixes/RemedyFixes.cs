using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Remedies;

namespace Tocsin.Dsl.Editing.Fixes;

/// <summary>Changes that a mistake brings along: who reported it knew what is meant.</summary>
internal static class RemedyFixes
{
    public static IReadOnlyList<QuickFix> For(FixSite site) => site.Diagnostic.Remedy is { } remedy && Found(site, remedy) is { } fix ? [fix with { IsPreferred = remedy.IsLikely }] : [];

    private static QuickFix? Found(FixSite site, Remedy remedy) => remedy.Kind switch
    {
        RemedyKind.Rename => Renamed(site, remedy),
        RemedyKind.Literal => site.Literal(value => value == remedy.About) is >= 0 and var at ? site.Replace(site.SpanOf(at), remedy.Text) : null,
        RemedyKind.Write => site.Span.Length > 0 ? site.Replace(site.Span, Filled(remedy, site.Text)) : null,
        RemedyKind.Quote => site.Replace(site.Span, $"\"{site.Text}\"", $"Read the field or tag \"{site.Text}\""),
        RemedyKind.Sign => site.Operator >= 0 ? site.Replace(site.SpanOf(site.Operator), remedy.Text) : null,
        RemedyKind.Argument => site.ArgumentsOf(site.Name) is var arguments && remedy.Index < arguments.Count
            ? site.Replace(arguments[remedy.Index], Filled(remedy, site.Script.TextAt(arguments[remedy.Index]))) : null,
        RemedyKind.Arguments => Counted(site, remedy),
        RemedyKind.Call => IsName(site, site.Name) ? site.Replace(site.CallOf(site.Name), remedy.Text) : null,
        RemedyKind.Add => Added(site, remedy),
        RemedyKind.Before => Inserted(site, remedy),
        RemedyKind.Remove => Removed(site),
        RemedyKind.Within => Changed(site, remedy),
        _ => null,
    };

    // Another way of writing keeps the quotes; another operator is written with its name.
    private static QuickFix? Renamed(FixSite site, Remedy remedy)
    {
        if (site.Span.Length == 0)
            return null;
        var at = remedy.About.Length > 0 ? site.Literal(value => value == remedy.About) : site.Kind(site.First) is SyntaxKind.Reference or SyntaxKind.String ? site.First : -1;
        if (at >= 0)
        {
            var quote = site.TextOf(at)[..1];
            return site.Replace(site.SpanOf(at), quote + remedy.Text.Replace(quote, "\\" + quote, StringComparison.Ordinal) + quote);
        }

        if (!IsName(site, site.Name))
            return null;
        var name = site.SpanOf(site.Name);
        return remedy.Sign.Length > 0 && site.Operator >= 0 && site.TextOf(site.Operator) != remedy.Sign
            ? site.Replace(TextSpan.FromBounds(site.SpanOf(site.Operator).Start, name.End), remedy.Sign + remedy.Text)
            : site.Replace(name, remedy.Text);
    }

    private static QuickFix? Counted(FixSite site, Remedy remedy)
    {
        if (!IsName(site, site.Name) || site.Kind(site.Name + 1) != SyntaxKind.OpenParen)
            return null;
        var kept = site.ArgumentsOf(site.Name).Take(remedy.Index).Select(site.Script.TextAt);
        return site.Replace(site.CallOf(site.Name), $"{site.TextOf(site.Name)}({string.Join(", ", remedy.Text.Length > 0 ? kept.Append(remedy.Text) : kept)})");
    }

    private static QuickFix? Added(FixSite site, Remedy remedy)
    {
        var name = remedy.About.Length > 0 ? site.NodeAbove(remedy.About) : site.Name;
        return IsName(site, name) ? site.Insert(site.CallOf(name).End, "\n        " + remedy.Text, $"Add {SyntaxDiagnostics.Shorten(remedy.Text)}") : null;
    }

    private static QuickFix? Inserted(FixSite site, Remedy remedy)
    {
        var name = remedy.About.Length > 0 ? site.NodeAbove(remedy.About) : site.NodeAround();
        return name > 0 ? site.Insert(site.SpanOf(name - 1).Start, remedy.Text + "\n    ", $"Insert {SyntaxDiagnostics.Shorten(remedy.Text)} before {site.TextOf(name)}") : null;
    }

    private static QuickFix? Removed(FixSite site) => !IsName(site, site.Name) || site.Operator < 0 ? null
        : site.Remove(TextSpan.FromBounds(site.SpanOf(site.Operator).Start, site.CallOf(site.Name).End));

    // In the text that has it, of the node and what is set on it.
    private static QuickFix? Changed(FixSite site, Remedy remedy)
    {
        var at = site.Literal(value => value.Contains(remedy.About, StringComparison.Ordinal));
        if (at < 0 || site.TextOf(at).IndexOf(remedy.About, StringComparison.Ordinal) is not (>= 0 and var begin))
            return null;
        return site.Replace(new TextSpan(site.SpanOf(at).Start + begin, remedy.About.Length), remedy.Text);
    }

    private static string Filled(Remedy remedy, string before) => remedy.Text.Replace(Remedy.AsItIs, before, StringComparison.Ordinal);

    private static bool IsName(FixSite site, int at) => at >= 0 && site.Kind(at) == SyntaxKind.Identifier;
}
