using Tocsin.Dsl.Editing.Outlines;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing;

/// <summary>What is known of the place where somebody writes.</summary>
/// <param name="Kind">What can be written there.</param>
/// <param name="Word">The word that stands there already: it is replaced.</param>
/// <param name="Frames">What is known around the place, the nearest first.</param>
/// <param name="Variables">The variables that are declared above.</param>
/// <param name="Names">The names above.</param>
internal sealed record Caret(PlaceKind Kind, TextSpan Word, IReadOnlyList<OutlineFrame> Frames, IReadOnlyCollection<Variable> Variables, IReadOnlyList<NameUse> Names)
{
    /// <summary>The frame that the place stands in.</summary>
    public OutlineFrame Frame => Frames[0];

    /// <summary>The nearest call around the place; null outside all.</summary>
    public OutlineFrame? Call => Frames.FirstOrDefault(frame => frame.Callee is not null);

    /// <summary>The measurement of the data at the place; null when that is not known.</summary>
    public string? Measurement => Frames.Select(frame => frame.Current?.Measurement).FirstOrDefault(name => name is not null);

    /// <summary>Reads the script up to a place.</summary>
    public static Caret At(EditedScript script, int offset)
    {
        var tokens = script.Tree.Tokens;
        var at = TokenAt(tokens, offset);
        var reader = new OutlineReader(script.Tree, script.Language.Nodes, script.Language.Functions);
        reader.Read(at);
        var token = tokens[at];
        var (kind, word) = IsInComment(script, token, offset) ? (PlaceKind.Nothing, new TextSpan(offset, 0)) : KindAt(script, reader, at, offset);
        return new Caret(kind, word, [.. reader.Frames], [.. reader.Variables.Values], reader.Names);
    }

    // The first token that reaches beyond the place; a word that ends there is still being written.
    private static int TokenAt(IReadOnlyList<SyntaxToken> tokens, int offset)
    {
        var (low, high) = (0, tokens.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var token = tokens[middle];
            if (token.Span.End > offset || (token.Span.End == offset && IsWord(token.Kind)))
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private static bool IsWord(SyntaxKind kind) =>
        kind is SyntaxKind.Identifier or SyntaxKind.Var or SyntaxKind.Dbrp or SyntaxKind.True or SyntaxKind.False or SyntaxKind.And or SyntaxKind.Or or SyntaxKind.Number or SyntaxKind.Duration or SyntaxKind.Bad;

    private static bool IsInComment(EditedScript script, SyntaxToken token, int offset)
    {
        foreach (var trivia in token.LeadingTrivia)
        {
            if (trivia.Kind != TriviaKind.Comment || offset <= trivia.Span.Start || offset > trivia.Span.End)
                continue;
            var before = script.Text.AsSpan(trivia.Span.Start, offset - trivia.Span.Start);
            return before[(before.LastIndexOf('\n') + 1)..].TrimStart().StartsWith("/");
        }

        return false;
    }

    private static (PlaceKind Kind, TextSpan Word) KindAt(EditedScript script, OutlineReader reader, int at, int offset)
    {
        var token = script.Tree.Tokens[at];
        var isInside = offset > token.Span.Start && offset <= token.Span.End;
        var word = isInside ? token.Span : new TextSpan(offset, 0);
        if (isInside)
        {
            switch (token.Kind)
            {
                case SyntaxKind.Reference:
                    return (PlaceKind.DataName, TextSpan.FromBounds(token.Span.Start + 1, token.Span.End - 1));
                case SyntaxKind.String:
                    return (PlaceKind.Text, TextSpan.FromBounds(token.Span.Start + 1, token.Span.End - 1));
                case SyntaxKind.Bad when script.Text[token.Span.Start] is '"' or '\'':
                    return (script.Text[token.Span.Start] == '"' ? PlaceKind.DataName : PlaceKind.Text, WordIn(script.Text, token.Span.Start + 1, offset));
                case SyntaxKind.Identifier or SyntaxKind.Var or SyntaxKind.Dbrp or SyntaxKind.True or SyntaxKind.False or SyntaxKind.And or SyntaxKind.Or:
                    break;
                default:
                    return (PlaceKind.Nothing, word);
            }
        }

        var frame = reader.Frame;
        if (frame.Link is not null)
            return (PlaceKind.Link, word);
        var before = at > 0 ? script.Tree.Tokens[at - 1].Kind : SyntaxKind.EndOfFile;
        if (before == SyntaxKind.Var)
            return (PlaceKind.Nothing, word);
        if (at > 1 && script.Tree.Tokens[at - 2].Kind == SyntaxKind.Var)
            return (PlaceKind.VarType, word);
        if (frame.IsLambda)
            return (PlaceKind.Lambda, word);
        return (reader.BeginsStatement(at) || at == 0 ? PlaceKind.Statement : PlaceKind.Value, word);
    }

    private static TextSpan WordIn(string text, int start, int offset)
    {
        var end = offset;
        while (end < text.Length && text[end] is not ('\'' or '"' or ',' or ')' or '\n' or '\r' or ' '))
            end++;
        return TextSpan.FromBounds(Math.Min(start, offset), end);
    }
}
