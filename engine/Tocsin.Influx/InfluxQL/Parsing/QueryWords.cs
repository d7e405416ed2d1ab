using Superpower;
using Superpower.Model;
using Superpower.Parsers;

namespace Tocsin.Influx.InfluxQL.Parsing;

/// <summary>The smallest rules, and what rules are put together with.</summary>
internal static class QueryWords
{
    /// <summary>A keyword, in any case.</summary>
    public static TokenListParser<QueryToken, Token<QueryToken>> Keyword(string word) =>
        Token.EqualToValueIgnoreCase(QueryToken.Word, word).Named(word);

    /// <summary>A sign, by its text.</summary>
    public static TokenListParser<QueryToken, Token<QueryToken>> Sign(params string[] signs) =>
        Token.EqualTo(QueryToken.Operator).Where(token => signs.Contains(token.ToStringValue())).Named("an operator");

    /// <summary>A word that is not a keyword, or a name in double quotes.</summary>
    public static TokenListParser<QueryToken, string> Name(string what) =>
        Token.EqualTo(QueryToken.QuotedName).Select(token => Names.Unquote(token.ToStringValue()))
            .Or(Token.EqualTo(QueryToken.Word).Where(token => !Names.IsKeyword(token.ToStringValue())).Select(token => token.ToStringValue()))
            .Named(what);

    /// <summary>A rule that is made when it is used: it stands further down.</summary>
    public static TokenListParser<QueryToken, T> Later<T>(Func<TokenListParser<QueryToken, T>?> rule) =>
        input => rule()!(input); // Rules are there before the first text is read.

    /// <summary>What a rule reads, with its place in the text.</summary>
    public static TokenListParser<QueryToken, Placed<T>> Placed<T>(this TokenListParser<QueryToken, T> rule) => input =>
    {
        var result = rule(input);
        if (!result.HasValue)
            return TokenListParserResult.CastEmpty<QueryToken, T, Placed<T>>(result);
        var (start, end) = (input.Position, result.Remainder.Position);
        return TokenListParserResult.Value(new Placed<T>(result.Value, start, end), result.Location, result.Remainder);
    };
}
