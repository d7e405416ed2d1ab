using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Fixes;

/// <summary>Changes that put right what was found in a script.</summary>
public static class ScriptFixes
{
    private const int MostMistakes = 20;

    /// <summary>Changes for the mistakes that touch a span, the likeliest of each first.</summary>
    public static IReadOnlyList<QuickFix> At(EditedScript script, TextSpan span, IReadOnlyList<Diagnostic> diagnostics) => script.IsTooLong
        ? []
        : [.. diagnostics.Where(found => found.Span.Start <= span.End && found.Span.End >= span.Start).Take(MostMistakes).SelectMany(found => For(script, found))];

    /// <summary>Changes for one mistake, the likeliest first.</summary>
    public static IReadOnlyList<QuickFix> For(EditedScript script, Diagnostic diagnostic)
    {
        if (script.IsTooLong || diagnostic.Span.Start < 0 || diagnostic.Span.End > script.Text.Length)
            return [];
        var site = new FixSite(script, diagnostic);
        var found = diagnostic.Code.StartsWith("TS00", StringComparison.Ordinal) ? SyntaxFixes.For(site) : [.. RemedyFixes.For(site), .. CodeFixes.For(site)];
        return [.. found.DistinctBy(fix => TextEdit.Apply(script.Text, fix.Edits)).Select((fix, at) => fix with { IsPreferred = at == 0 && fix.IsPreferred })];
    }
}
