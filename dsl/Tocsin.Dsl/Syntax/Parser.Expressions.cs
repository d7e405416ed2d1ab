using Tocsin.Dsl.Patterns;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Syntax;

internal sealed partial class Parser
{
    private const string Operand = "a value: a number, duration, text, field, name, TRUE, FALSE or '('";

    /// <summary><c>binary = operand { OP operand }</c>: what may stand inside a lambda.</summary>
    private ExpressionSyntax ParseBinary() => ParseBinaryAfter(ParseOperand(), 0);

    /// <summary>The operators that bind at least as tightly as <paramref name="lowest"/>, leaning left.</summary>
    private ExpressionSyntax ParseBinaryAfter(ExpressionSyntax left, int lowest)
    {
        while (SyntaxFacts.TryGetBinaryOperator(Current.Kind, out var op) && SyntaxFacts.Precedence(op) >= lowest)
        {
            var position = Next().Span.Start;
            var comments = TakeComments();
            var right = ParseBinaryAfter(ParseOperand(), SyntaxFacts.Precedence(op) + 1);
            var isMultiline = HasNewLine(left.Position, Math.Max(left.Position, right.Position));
            left = new BinarySyntax(SpanFrom(left.Span.Start), left, op, position, right, isMultiline) { Comments = comments };
        }

        return left;
    }

    private ExpressionSyntax ParseOperand()
    {
        if (!TryNest())
            return Missing();

        var operand = Current.Kind switch
        {
            SyntaxKind.OpenParen => ParseParenthesized(),
            SyntaxKind.Minus => ParseUnary(UnaryOperator.Negate),
            SyntaxKind.Not => ParseUnary(UnaryOperator.Not),
            SyntaxKind.Identifier when NextKind == SyntaxKind.OpenParen => ParseArguments(ReadIdentifier(), ParseBinary),
            _ => ReadLeaf(),
        };
        _nesting--;
        return operand;
    }

    private ExpressionSyntax ParseParenthesized()
    {
        var start = Next().Span.Start;
        var comments = TakeComments();
        var inner = ParseBinary();
        ExpectCloseParen("an operator or ')'");

        // Only around a binary expression do parentheses mean something; elsewhere the node stays as if they were not there.
        if (inner is BinarySyntax binary)
            inner = binary with { Span = SpanFrom(start), IsParenthesized = true };
        return comments.Count == 0 ? inner : inner with { Comments = [.. comments, .. inner.Comments] };
    }

    private UnarySyntax ParseUnary(UnaryOperator op)
    {
        var start = Next().Span.Start;
        var comments = TakeComments();
        var operand = ParseOperand();
        return new UnarySyntax(SpanFrom(start), op, operand) { Comments = comments };
    }

    private ExpressionSyntax ReadLeaf()
    {
        switch (Current.Kind)
        {
            case SyntaxKind.Identifier:
                return ReadIdentifier();
            case SyntaxKind.Reference:
                return ReadReference();
            case SyntaxKind.String:
                var text = LiteralText.UnquoteString(Text(Next().Span), out var isTripleQuoted);
                return new StringSyntax(LastSpan, text, isTripleQuoted) { Comments = TakeComments() };
            case SyntaxKind.Number:
                return ReadNumber();
            case SyntaxKind.Duration:
                return ReadDuration();
            case SyntaxKind.Regex:
                return ReadRegex();
            case SyntaxKind.True or SyntaxKind.False:
                return new BooleanSyntax(Current.Span, Next().Kind == SyntaxKind.True) { Comments = TakeComments() };
            case SyntaxKind.Star:
                return new StarSyntax(Next().Span) { Comments = TakeComments() };
            default:
                ReportUnexpected(Operand);
                return Missing();
        }
    }

    private TextSpan LastSpan => tokens[_at - 1].Span;

    private IdentifierSyntax ReadIdentifier() => new(Current.Span, Text(Next().Span)) { Comments = TakeComments() };

    private ReferenceSyntax ReadReference() =>
        new(Current.Span, LiteralText.Unquote(Text(Next().Span))) { Comments = TakeComments() };

    private ExpressionSyntax ReadNumber()
    {
        var span = Next().Span;
        var text = Text(span);
        if (text.Contains('.') && LiteralText.TryParseFloat(text, out var number))
            return new FloatSyntax(span, number) { Comments = TakeComments() };
        if (LiteralText.TryParseInteger(text, out var whole, out var isOctal))
            return new IntegerSyntax(span, whole, isOctal) { Comments = TakeComments() };

        diagnostics.ReportIllegalNumber(span, text);
        return new IntegerSyntax(span, 0, IsOctal: false) { Comments = TakeComments() };
    }

    private DurationSyntax ReadDuration()
    {
        var span = Next().Span;
        var text = Text(span);
        if (!LiteralText.TryParseDuration(text, out var value, out var wraps))
            diagnostics.ReportInvalidDuration(span, text);
        else if (value < Duration.Zero)
            diagnostics.ReportDurationOverflow(span, text);
        else if (wraps)
            diagnostics.ReportDurationWraps(span, text, value.ToString());

        return new DurationSyntax(span, value, text) { Comments = TakeComments() };
    }

    private RegexSyntax ReadRegex()
    {
        var span = Next().Span;
        var pattern = LiteralText.Unquote(Text(span));
        if (!Re2.IsValid(pattern, out var error))
            diagnostics.ReportInvalidRegex(span, error);

        return new RegexSyntax(span, pattern) { Comments = TakeComments() };
    }
}
