using Tocsin.Dsl.Editing.Outlines;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Colours;

/// <summary>Colours for what a script says, by what its names mean.</summary>
public static class ScriptColours
{
    /// <summary>The pieces in their order, each on one line; none overlap.</summary>
    public static IReadOnlyList<ColouredSpan> Of(EditedScript script)
    {
        if (script.IsTooLong)
            return [];
        var names = script.Outline.Names.ToDictionary(name => name.Span.Start);
        var found = new List<ColouredSpan>();
        foreach (var token in script.Tree.Tokens)
        {
            foreach (var trivia in token.LeadingTrivia.Where(trivia => trivia.Kind == TriviaKind.Comment))
                found.AddRange(Comment(script, trivia.Span));
            if (KindOf(token, names) is not { } kind)
                continue;
            var isDeclaration = names.TryGetValue(token.Span.Start, out var name) && name.IsDeclaration;
            found.AddRange(script.Lines.LinesOf(token.Span).Select(span => new ColouredSpan(span, kind, isDeclaration)));
        }

        return found;
    }

    // The indent of the line after the last one belongs to the comment as well.
    private static IEnumerable<ColouredSpan> Comment(EditedScript script, TextSpan comment) => script.Lines.LinesOf(comment)
        .Select(span => (Span: span, Text: script.Text.AsSpan(span.Start, span.Length).TrimStart().Length))
        .Where(line => line.Text > 0).Select(line => new ColouredSpan(new TextSpan(line.Span.End - line.Text, line.Text), ColourKind.Comment));

    private static ColourKind? KindOf(SyntaxToken token, Dictionary<int, NameUse> names) => token.Kind switch
    {
        SyntaxKind.Bad or SyntaxKind.EndOfFile or SyntaxKind.OpenParen or SyntaxKind.CloseParen or SyntaxKind.OpenBracket or SyntaxKind.CloseBracket or SyntaxKind.Comma => null,
        SyntaxKind.Var or SyntaxKind.Dbrp or SyntaxKind.Lambda or SyntaxKind.True or SyntaxKind.False or SyntaxKind.And or SyntaxKind.Or => ColourKind.Keyword,
        SyntaxKind.String => ColourKind.String,
        SyntaxKind.Reference => ColourKind.Field,
        SyntaxKind.Regex => ColourKind.Regexp,
        SyntaxKind.Number or SyntaxKind.Duration => ColourKind.Number,
        SyntaxKind.Identifier => names.TryGetValue(token.Span.Start, out var name) ? KindOf(name) : null,
        _ => ColourKind.Operator,
    };

    private static ColourKind? KindOf(NameUse name) => name.Kind switch
    {
        NameKind.Variable => ColourKind.Variable,
        NameKind.Source => ColourKind.Keyword,
        NameKind.Node => ColourKind.Node,
        NameKind.Property => ColourKind.Property,
        NameKind.Function => ColourKind.Function,
        NameKind.Type => ColourKind.Type,
        _ => null,
    };
}
