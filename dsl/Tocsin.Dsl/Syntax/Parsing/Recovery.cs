using Superpower;
using Superpower.Model;

namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>Parsers that go on after a mistake: an <see cref="ErrorSyntax"/> stands for the text up to a place where reading can go on.</summary>
internal static class Recovery
{
    /// <summary>
    /// An expression and the token that closes it. Without the token, or without the expression, the text up to it is skipped; where a
    /// statement or a link begins before it, it is given up.
    /// </summary>
    /// <param name="expected">What is expected after the expression.</param>
    public static TokenListParser<SyntaxToken, ExpressionSyntax> Closed(
        this TokenListParser<SyntaxToken, ExpressionSyntax> inner, SyntaxKind close, string expected) => input =>
    {
        var (read, rest) = inner(input).OrError();
        if (rest.Kind() != close)
            (read, rest) = (ErrorAt(rest, expected, read), SkipItems(rest, close));

        return TokenListParserResult.Value(read, input, AfterClose(rest, close));
    };

    /// <summary>
    /// Items with commas between them, and the token that closes them. Of an item that fails the rest is skipped; where a statement or a
    /// link begins after a mistake, the closing token is given up.
    /// </summary>
    /// <param name="expected">What is expected where the script ends instead of an item.</param>
    public static TokenListParser<SyntaxToken, IReadOnlyList<ExpressionSyntax>> UntilClosed(
        this TokenListParser<SyntaxToken, ExpressionSyntax> item, SyntaxKind close, string expected)
    {
        string[] nothing = [expected];
        var separator = $"',' or {SyntaxFacts.Quoted(close)}";
        return input =>
        {
            var items = new List<ExpressionSyntax>();
            var rest = input;
            while (rest.Kind() != close)
            {
                var result = rest.IsAtScriptEnd() ? TokenListParserResult.Empty<SyntaxToken, ExpressionSyntax>(rest, nothing) : item(rest);
                var (read, next) = result.OrError();
                var after = next.Kind();
                var isWhole = result.HasValue && (after == SyntaxKind.Comma || after == close);
                items.Add(isWhole || !result.HasValue ? read : ErrorAt(next, separator, read));
                rest = isWhole ? next : Boundaries.ItemEnd(next, close);
                if (rest.Kind() != SyntaxKind.Comma)
                    break;
                rest = rest.AfterNext();
            }

            return TokenListParserResult.Value<SyntaxToken, IReadOnlyList<ExpressionSyntax>>(items, input, AfterClose(rest, close));
        };
    }

    /// <summary>What was read, or an error where nothing was, and what comes after it.</summary>
    public static (ExpressionSyntax Read, TokenList<SyntaxToken> Remainder) OrError(
        this TokenListParserResult<SyntaxToken, ExpressionSyntax> result) =>
        (result.HasValue ? result.Value : ErrorOf(result), result.Remainder);

    /// <summary>What stands for a rule that failed.</summary>
    public static ErrorSyntax ErrorOf<T>(TokenListParserResult<SyntaxToken, T> failure) =>
        ErrorAt(failure.Remainder, string.Join(" or ", failure.Expectations ?? []));

    /// <inheritdoc cref="ErrorSyntax"/>
    public static ErrorSyntax ErrorAt(TokenList<SyntaxToken> place, string? expected, ExpressionSyntax? before = null) =>
        new(new TextSpan(place.Next().Span.Start, 0), place.Position, expected, before);

    private static TokenList<SyntaxToken> SkipItems(TokenList<SyntaxToken> input, SyntaxKind close)
    {
        var rest = Boundaries.ItemEnd(input, close);
        while (rest.Kind() == SyntaxKind.Comma)
            rest = Boundaries.ItemEnd(rest.AfterNext(), close);
        return rest;
    }

    private static TokenList<SyntaxToken> AfterClose(TokenList<SyntaxToken> rest, SyntaxKind close) =>
        rest.Kind() == close ? rest.AfterNext() : rest;
}
