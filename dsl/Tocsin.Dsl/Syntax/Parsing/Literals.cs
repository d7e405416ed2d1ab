using Superpower.Model;

namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>From a token to the node of the value or the name that it stands for.</summary>
internal static class Literals
{
    public static bool IsLiteral(SyntaxKind kind) => kind is SyntaxKind.Reference or SyntaxKind.String or SyntaxKind.Number or SyntaxKind.Duration
        or SyntaxKind.Regex or SyntaxKind.True or SyntaxKind.False or SyntaxKind.Star;

    public static ExpressionSyntax Read(Token<SyntaxToken> token) => token.Kind.Kind switch
    {
        SyntaxKind.Identifier => ReadName(token),
        SyntaxKind.Reference => ReadReference(token),
        SyntaxKind.String => ReadString(token),
        SyntaxKind.Number => ReadNumber(token),
        SyntaxKind.Duration => ReadDuration(token),
        SyntaxKind.Regex => new RegexSyntax(token.Kind.Span, LiteralText.Unquote(token.ToStringValue())) { Comments = token.Kind.Comments },
        SyntaxKind.True => new BooleanSyntax(token.Kind.Span, true) { Comments = token.Kind.Comments },
        SyntaxKind.False => new BooleanSyntax(token.Kind.Span, false) { Comments = token.Kind.Comments },
        _ => new StarSyntax(token.Kind.Span) { Comments = token.Kind.Comments },
    };

    public static IdentifierSyntax ReadName(Token<SyntaxToken> token) =>
        new(token.Kind.Span, token.ToStringValue()) { Comments = token.Kind.Comments };

    public static ReferenceSyntax ReadReference(Token<SyntaxToken> token) =>
        new(token.Kind.Span, LiteralText.Unquote(token.ToStringValue())) { Comments = token.Kind.Comments };

    private static StringSyntax ReadString(Token<SyntaxToken> token)
    {
        var text = LiteralText.UnquoteString(token.ToStringValue(), out var isTripleQuoted);
        return new StringSyntax(token.Kind.Span, text, isTripleQuoted) { Comments = token.Kind.Comments };
    }

    // What is not a number, or too large, has no value here: LiteralChecks tells.
    private static ExpressionSyntax ReadNumber(Token<SyntaxToken> token)
    {
        var text = token.ToStringValue();
        if (text.Contains('.') && LiteralText.TryParseFloat(text, out var number))
            return new FloatSyntax(token.Kind.Span, number) { Comments = token.Kind.Comments };

        return LiteralText.TryParseInteger(text, out var whole, out var isOctal)
            ? new IntegerSyntax(token.Kind.Span, whole, isOctal) { Comments = token.Kind.Comments }
            : new IntegerSyntax(token.Kind.Span, 0, IsOctal: false) { Comments = token.Kind.Comments };
    }

    private static DurationSyntax ReadDuration(Token<SyntaxToken> token)
    {
        var text = token.ToStringValue();
        LiteralText.TryParseDuration(text, out var value, out _);
        return new DurationSyntax(token.Kind.Span, value, text) { Comments = token.Kind.Comments };
    }
}
