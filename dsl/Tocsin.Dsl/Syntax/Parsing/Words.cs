using Superpower;
using Superpower.Model;
using Superpower.Parsers;

namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>The parsers that the grammar is put together of, beside those of Superpower.</summary>
internal static class Words
{
    /// <summary>One token of a kind.</summary>
    /// <param name="expected">What to call it where it is missing; without it, its text.</param>
    public static TokenListParser<SyntaxToken, SyntaxToken> Word(SyntaxKind kind, string? expected = null) =>
        Word(found => found == kind, expected ?? SyntaxFacts.Quoted(kind), static token => token.Kind);

    /// <summary>One token of a class of kinds, and what is made of it.</summary>
    public static TokenListParser<SyntaxToken, T> Word<T>(Func<SyntaxKind, bool> isWanted, string expected, Func<Token<SyntaxToken>, T> make) =>
        Token.Matching<SyntaxToken>(token => isWanted(token.Kind), expected).Select(make);

    /// <summary>A rule that is defined after its use.</summary>
    public static TokenListParser<SyntaxToken, T> Later<T>(Func<TokenListParser<SyntaxToken, T>?> rule) =>
        Parse.Ref(() => rule()!); // Is asked when the first script is read; all rules have been defined by then.

    /// <summary>The rule that the next tokens choose.</summary>
    public static TokenListParser<SyntaxToken, T> Choose<T>(Func<TokenList<SyntaxToken>, TokenListParser<SyntaxToken, T>> choose) =>
        input => choose(input)(input);

    /// <summary>What is made of the parts of an expression and of its place.</summary>
    public static TokenListParser<SyntaxToken, ExpressionSyntax> ToExpression<T1, T2>(
        this TokenListParser<SyntaxToken, (T1, T2)> parts, Func<T1, T2, TextSpan, ExpressionSyntax> make) =>
        parts.ToNode((read, span) => make(read.Item1, read.Item2, span));

    /// <summary>What is made of the parts of a statement and of its place.</summary>
    public static TokenListParser<SyntaxToken, StatementSyntax> ToStatement<T1, T2, T3>(
        this TokenListParser<SyntaxToken, (T1, T2, T3)> parts, Func<T1, T2, T3, TextSpan, StatementSyntax> make) =>
        parts.ToNode((read, span) => make(read.Item1, read.Item2, read.Item3, span));

    /// <inheritdoc cref="ToStatement{T1, T2, T3}"/>
    public static TokenListParser<SyntaxToken, StatementSyntax> ToStatement<T1, T2, T3, T4>(
        this TokenListParser<SyntaxToken, (T1, T2, T3, T4)> parts, Func<T1, T2, T3, T4, TextSpan, StatementSyntax> make) =>
        parts.ToNode((read, span) => make(read.Item1, read.Item2, read.Item3, read.Item4, span));

    private static TokenListParser<SyntaxToken, TNode> ToNode<T, TNode>(
        this TokenListParser<SyntaxToken, T> parts, Func<T, TextSpan, TNode> make) => input =>
    {
        var read = parts(input);
        return read.HasValue
            ? TokenListParserResult.Value(make(read.Value, Place.Between(input, read.Remainder).Span), input, read.Remainder)
            : TokenListParserResult.CastEmpty<SyntaxToken, T, TNode>(read);
    };
}
