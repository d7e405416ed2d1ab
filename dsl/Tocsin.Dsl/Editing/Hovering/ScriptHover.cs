using Tocsin.Dsl.Editing.Diagnosing;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Hovering;

/// <summary>Says what stands at a place of a script: its mistakes first, then what the name means.</summary>
public static class ScriptHover
{
    /// <param name="diagnostics">What was found in the script.</param>
    /// <returns>Null where there is nothing to say.</returns>
    public static HoverText? At(EditedScript script, int offset, IReadOnlyList<Diagnostic> diagnostics)
    {
        if (script.IsTooLong || offset < 0 || offset > script.Text.Length)
            return null;
        var mistakes = diagnostics.Where(found => found.Span.Length > 0 && offset >= found.Span.Start && offset <= found.Span.End).ToList();
        var (span, name) = NameAt(script, offset);
        var texts = mistakes.Select(Of).Concat(name.Length > 0 ? [name] : []).Distinct().ToList();
        return texts.Count == 0 ? null : new HoverText(name.Length > 0 ? span : mistakes[0].Span, string.Join("\n\n---\n\n", texts));
    }

    private static string Of(Diagnostic diagnostic) => DiagnosticCodes.TryFind(diagnostic.Code, out var known)
        ? $"**{known.Code}** ({known.Kind}): {known.Meaning}\n\n{known.Remedy}"
        : $"**{diagnostic.Code}**: {diagnostic.Message}";

    private static (TextSpan Span, string Text) NameAt(EditedScript script, int offset)
    {
        if (script.Outline.At(offset) is { } name)
        {
            return (name.Span, name switch
            {
                { Node: { } node } => NameText.Of(node),
                { Member: { } member, On: { } on } => NameText.Of(member, on.Own?.Members.Contains(member) == true ? on.Own.Name : on.Node.Name),
                { Function: { } function } => NameText.Of(function),
                { Variable: { } variable } => NameText.Of(variable, script),
                _ => "",
            });
        }

        var token = script.Tree.Tokens.FirstOrDefault(token => token.Kind == SyntaxKind.Reference && token.Span.Start <= offset && offset <= token.Span.End);
        return token is null ? (default, "") : (token.Span, NameText.OfData(LiteralText.Unquote(script.TextAt(token.Span)), script.Language.Schema, Caret.At(script, offset).Measurement));
    }
}
