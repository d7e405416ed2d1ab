using Superpower;
using Superpower.Model;

namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>Operands with operators between them: tighter operators go first, equal ones lean left.</summary>
internal static class Precedence
{
    /// <param name="first">The first operand; a chain takes no operators.</param>
    /// <param name="operand">The others.</param>
    public static TokenListParser<SyntaxToken, ExpressionSyntax> Infix(
        TokenListParser<SyntaxToken, ExpressionSyntax> first, TokenListParser<SyntaxToken, ExpressionSyntax> operand) => input =>
    {
        var left = first(input);
        return left.HasValue && left.Value is not ChainSyntax ? Climb(left, operand, 0) : left;
    };

    // The operators that bind at least as tightly as the lowest.
    private static TokenListParserResult<SyntaxToken, ExpressionSyntax> Climb(
        TokenListParserResult<SyntaxToken, ExpressionSyntax> left, TokenListParser<SyntaxToken, ExpressionSyntax> operand, int lowest)
    {
        while (SyntaxFacts.TryGetBinaryOperator(left.Remainder.Kind(), out var op) && SyntaxFacts.Precedence(op) >= lowest)
        {
            var sign = left.Remainder.Next();
            var right = operand(left.Remainder.AfterNext());
            if (right.HasValue)
                right = Climb(right, operand, SyntaxFacts.Precedence(op) + 1);

            var place = Place.Between(left.Location, right.Remainder);
            var binary = Join(left.Value, op, sign, right.OrError().Read, place);
            left = TokenListParserResult.Value<SyntaxToken, ExpressionSyntax>(binary, left.Location, right.Remainder);
        }

        return left;
    }

    private static BinarySyntax Join(ExpressionSyntax left, BinaryOperator op, SyntaxToken sign, ExpressionSyntax right, Place place) =>
        new(place.From(left.Span.Start), left, op, sign.Span.Start, right, place.HasNewLine(left.Position, right.Position)) { Comments = sign.Comments };
}
