using Superpower;
using Superpower.Model;

namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>Chains and calls.</summary>
internal static class Links
{
    /// <summary>A head and links on it, which lean left. Of a link that fails the rest is skipped.</summary>
    /// <param name="right">What stands after the operator of a link.</param>
    public static TokenListParser<SyntaxToken, ExpressionSyntax> Linked(
        this TokenListParser<SyntaxToken, ExpressionSyntax> head, Func<ChainOperator, TokenListParser<SyntaxToken, ExpressionSyntax>> right) => input =>
    {
        var chain = head(input);
        while (chain.HasValue && SyntaxFacts.TryGetChainOperator(chain.Remainder.Kind(), out var op))
        {
            var sign = chain.Remainder.Next();
            var (read, rest) = right(op)(chain.Remainder.AfterNext()).OrError();
            var span = Place.Between(input, rest).From(chain.Value.Span.Start);
            var link = new ChainSyntax(span, chain.Value, op, sign.Span.Start, read) { Comments = sign.Comments };
            chain = TokenListParserResult.Value<SyntaxToken, ExpressionSyntax>(link, input, read is ErrorSyntax ? Boundaries.Link(rest) : rest);
        }

        return chain;
    };

    /// <summary>A name and its arguments.</summary>
    public static TokenListParser<SyntaxToken, ExpressionSyntax> Call(
        TokenListParser<SyntaxToken, IdentifierSyntax> name, TokenListParser<SyntaxToken, IReadOnlyList<ExpressionSyntax>> arguments) => input =>
    {
        var called = name(input);
        if (!called.HasValue)
            return TokenListParserResult.CastEmpty<SyntaxToken, IdentifierSyntax, ExpressionSyntax>(called);

        var read = arguments(called.Remainder);
        return read.HasValue
            ? TokenListParserResult.Value(CallOf(called.Value, read.Value, Place.Between(input, read.Remainder)), input, read.Remainder)
            : TokenListParserResult.Empty<SyntaxToken, ExpressionSyntax>(called.Remainder, [$"'(' after '{SyntaxDiagnostics.Shorten(called.Value.Name)}'"]);
    };

    /// <summary>A name, with or without arguments.</summary>
    public static TokenListParser<SyntaxToken, ExpressionSyntax> NameOrCall(
        TokenListParser<SyntaxToken, IdentifierSyntax> name, TokenListParser<SyntaxToken, IReadOnlyList<ExpressionSyntax>> arguments)
    {
        var call = Call(name, arguments);
        var bare = name.Select(read => (ExpressionSyntax)read);
        return input => input.KindAfter(1) == SyntaxKind.OpenParen ? call(input) : bare(input);
    }

    private static ExpressionSyntax CallOf(IdentifierSyntax name, IReadOnlyList<ExpressionSyntax> arguments, Place place)
    {
        var isMultiline = arguments.Count > 0 && place.HasNewLine(name.Span.Start, arguments[^1].Position);
        return new CallSyntax(place.Span, name, arguments, isMultiline) { Comments = name.Comments };
    }
}
