using Tocsin.Dsl.Editing;
using Tocsin.Dsl.Editing.Colours;
using Tocsin.Dsl.Editing.Completing;
using Tocsin.Dsl.Editing.Diagnosing;
using Tocsin.Dsl.Editing.Fixes;
using Tocsin.Dsl.Editing.Hints;
using Tocsin.Dsl.Editing.Hovering;
using Tocsin.Dsl.Editing.Layout;
using Tocsin.Dsl.Editing.Names;
using Tocsin.Dsl.Editing.Signatures;
using Tocsin.Dsl.Editing.Structure;
using Tocsin.Dsl.Syntax;
using Tocsin.Server.Lsp.Messages;
using static Tocsin.Server.Lsp.Messages.LspBasics;

namespace Tocsin.Server.Lsp;

/// <summary>What there is to say of a script, in the shapes of the protocol.</summary>
internal static class ScriptAnswers
{
    /// <summary>The kinds of <see cref="ColourKind"/> as the protocol names them, in the same order.</summary>
    public static readonly string[] ColourNames =
        ["keyword", "variable", "method", "property", "function", "parameter", "string", "number", "regexp", "operator", "comment", "type"];

    private const int Unnecessary = 1;

    public static Messages.LspBasics.Diagnostic Of(Dsl.Syntax.Diagnostic found, LineMap lines) => new(
        lines.RangeOf(found.Span), found.Severity == Severity.Error ? 1 : 2, found.Code, "tocsin",
        found.Hint is null ? found.Message : $"{found.Message}\n{found.Hint}", ScriptDiagnosis.IsUnnecessary(found) ? [Unnecessary] : null);

    public static LspAnswers.CompletionList Complete(EditedScript script, int offset)
    {
        var all = ScriptCompletion.At(script, offset, out var isCut);
        return new LspAnswers.CompletionList(isCut, [.. all.Select((item, rank) => Of(item, rank, script))]);
    }

    public static LspAnswers.Hover? Hover(EditedScript script, int offset, IReadOnlyList<Dsl.Syntax.Diagnostic> found) =>
        ScriptHover.At(script, offset, found) is { } text ? new LspAnswers.Hover(Markup.Of(text.Markdown), script.Lines.RangeOf(text.Span)) : null;

    public static LspAnswers.SignatureHelp? Signature(EditedScript script, int offset) => ScriptSignatures.At(script, offset) is not { } hint ? null : new LspAnswers.SignatureHelp(
        [.. hint.Signatures.Select(signature => new LspAnswers.Signature(
            signature.Label, signature.Documentation.Length > 0 ? Markup.Of(signature.Documentation) : null, [.. signature.Parameters.Select(parameter => new LspAnswers.Parameter(parameter))]))],
        hint.Active, hint.Argument);

    public static Location? Definition(EditedScript script, string uri, int offset) =>
        ScriptNames.DefinitionOf(script, offset) is { } span ? new Location(uri, script.Lines.RangeOf(span)) : null;

    public static Location[] References(EditedScript script, string uri, int offset, bool withDeclaration) =>
        [.. ScriptNames.ReferencesTo(script, offset, withDeclaration).Select(span => new Location(uri, script.Lines.RangeOf(span)))];

    public static TextRange? PrepareRename(EditedScript script, int offset) => ScriptNames.RenamedAt(script, offset) is { } span ? script.Lines.RangeOf(span) : null;

    /// <exception cref="LspException">There is no such name.</exception>
    public static LspAnswers.WorkspaceEdit Rename(EditedScript script, string uri, int offset, string name)
    {
        var edits = ScriptNames.Rename(script, offset, name, out var problem);
        return problem.Length > 0 ? throw new LspException(LspException.RequestFailed, problem) : EditOf(script, uri, edits);
    }

    public static Edit[] Format(EditedScript script) => [.. ScriptLayout.Of(script).Select(script.Lines.EditOf)];

    public static LspAnswers.SemanticTokens Colours(EditedScript script)
    {
        var data = new List<int>();
        var (line, column) = (0, 0);
        foreach (var piece in ScriptColours.Of(script))
        {
            var at = script.Lines.PlaceOf(piece.Span.Start);
            data.AddRange([at.Line - line, at.Line == line ? at.Column - column : at.Column, piece.Span.Length, (int)piece.Kind, piece.IsDeclaration ? 1 : 0]);
            (line, column) = at;
        }

        return new LspAnswers.SemanticTokens([.. data]);
    }

    public static LspAnswers.FoldingRange[] Folds(EditedScript script) =>
        [.. ScriptFolds.Of(script).Select(fold => new LspAnswers.FoldingRange(fold.FirstLine, fold.LastLine, fold.IsComment ? "comment" : null))];

    public static LspAnswers.DocumentSymbol[] Symbols(EditedScript script) => [.. ScriptSymbols.Of(script).Select(symbol => Of(symbol, script.Lines))];

    public static LspAnswers.CodeAction[] Fixes(EditedScript script, string uri, TextSpan span, IReadOnlyList<Dsl.Syntax.Diagnostic> found) =>
        [.. ScriptFixes.At(script, span, found).Select(fix => new LspAnswers.CodeAction(fix.Title, "quickfix", [Of(fix.Diagnostic, script.Lines)], fix.IsPreferred, EditOf(script, uri, fix.Edits)))];

    public static LspAnswers.InlayHint[] Hints(EditedScript script, TextSpan span) =>
        [.. ScriptHints.Of(script, span).Select(hint => new LspAnswers.InlayHint(script.Lines.PositionOf(hint.Offset), hint.Label, hint.IsParameter ? 2 : 1, hint.IsParameter))];

    public static LspAnswers.CodeLens[] Lenses(EditedScript script) =>
        [.. ScriptLenses.Of(script).Select(lens => new LspAnswers.CodeLens(script.Lines.RangeOf(lens.Span), new ShownCommand(lens.Title, "")))];

    private static LspAnswers.WorkspaceEdit EditOf(EditedScript script, string uri, IEnumerable<TextEdit> edits) => new(new() { [uri] = [.. edits.Select(script.Lines.EditOf)] });

    // Order is said by the text: the client sorts by it.
    private static LspAnswers.CompletionItem Of(Suggestion item, int rank, EditedScript script) => new(
        item.Label, KindOf(item.Kind), item.Detail, item.Documentation() is { Length: > 0 } text ? Markup.Of(text) : null, rank.ToString("D4", System.Globalization.CultureInfo.InvariantCulture), item.Label,
        item.IsSnippet ? 2 : 1, new Edit(script.Lines.RangeOf(item.Replace), item.Insert));

    private static int KindOf(SuggestionKind kind) => kind switch
    {
        SuggestionKind.Keyword => 14,
        SuggestionKind.Variable => 6,
        SuggestionKind.Node => 2,
        SuggestionKind.Property => 10,
        SuggestionKind.Function => 3,
        SuggestionKind.Field => 5,
        SuggestionKind.Tag => 20,
        SuggestionKind.Measurement => 7,
        SuggestionKind.Type => 25,
        _ => 12,
    };

    private static LspAnswers.DocumentSymbol Of(ScriptSymbol symbol, LineMap lines) => new(
        symbol.Name, symbol.Detail, symbol.IsVariable ? 13 : 6, lines.RangeOf(symbol.Span), lines.RangeOf(symbol.NameSpan), [.. symbol.Children.Select(child => Of(child, lines))]);
}
