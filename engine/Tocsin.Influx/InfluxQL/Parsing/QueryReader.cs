using Superpower;
using Superpower.Model;

namespace Tocsin.Influx.InfluxQL.Parsing;

/// <summary>Reads one SELECT, and says where it has a mistake.</summary>
public static class QueryReader
{
    private const int Deepest = 100;

    /// <summary>Reads the text of a query.</summary>
    /// <exception cref="QueryTextException">It is not one SELECT, or has a mistake.</exception>
    public static SelectStatement Read(string text)
    {
        var found = QueryTokenizer.Instance.TryTokenize(text);
        if (!found.HasValue)
            throw new QueryTextException($"the query has a mistake at {Place(found.ErrorPosition)}: {found.ErrorMessage}");

        Token<QueryToken>[] tokens = [.. found.Value];
        var statement = Only(tokens);
        CheckDepth(statement);
        var result = SelectGrammar.Select.AtEnd()(new TokenList<QueryToken>(statement));
        if (!result.HasValue)
            throw Mistake(result, statement);
        var select = Build(result.Value, statement, text);
        SelectChecks.Check(select);
        return select;
    }

    private static Token<QueryToken>[] Only(Token<QueryToken>[] tokens)
    {
        var statements = 0;
        var first = (Start: 0, End: 0);
        for (var start = 0; start < tokens.Length;)
        {
            var end = Array.FindIndex(tokens, start, token => token.Kind == QueryToken.Semicolon);
            if (end < 0)
                end = tokens.Length;
            if (end > start && statements++ == 0)
                first = (start, end);
            start = end + 1;
        }

        if (statements != 1)
            throw new QueryTextException($"the query must be one SELECT, it has {statements} statements: give each a query node of its own");
        var only = tokens[first.Start..first.End];
        if (!only[0].ToStringValue().Equals("SELECT", StringComparison.OrdinalIgnoreCase))
            throw new QueryTextException($"the query must be a SELECT, it begins with {only[0].ToStringValue()}");
        return only;
    }

    private static void CheckDepth(Token<QueryToken>[] tokens)
    {
        var depth = 0;
        var signs = 0;
        foreach (var token in tokens)
        {
            depth += token.Kind switch { QueryToken.OpenParen => 1, QueryToken.CloseParen => -1, _ => 0 };
            signs = token.Kind == QueryToken.Operator ? signs + 1 : 0;
            if (depth + signs > Deepest)
                throw new QueryTextException($"the query is nested more than {Deepest} deep at {Place(token.Position)}");
        }
    }

    private static QueryTextException Mistake(TokenListParserResult<QueryToken, ParsedSelect> result, Token<QueryToken>[] tokens)
    {
        var remainder = result.Remainder;
        var isAtEnd = remainder.IsAtEnd;
        var at = isAtEnd ? tokens[^1].Span.Skip(tokens[^1].Span.Length).Position : remainder.ConsumeToken().Value.Position;
        var expected = result.Expectations is { Length: > 0 } some ? $", expected {string.Join(" or ", some.Distinct())}" : "";
        var hint = !isAtEnd && remainder.ConsumeToken().Value.Kind == QueryToken.OpenParen && expected.Contains("measurement", StringComparison.Ordinal)
            ? ": a query within a query cannot be bounded in time, make two query nodes of it" : "";
        var seen = isAtEnd ? "the query ends" : $"the query has '{remainder.ConsumeToken().Value.ToStringValue()}'";
        return new QueryTextException($"{seen} at {Place(at)}{expected}{hint}");
    }

    private static SelectStatement Build(ParsedSelect parsed, Token<QueryToken>[] tokens, string text) => new()
    {
        Head = Text(0, parsed.Sources.End, tokens, text),
        Fields = parsed.Fields,
        Target = parsed.Target,
        Sources = parsed.Sources.Value,
        Condition = parsed.Condition?.Value,
        ConditionText = parsed.Condition is { } condition ? Text(condition.Start, condition.End, tokens, text) : "",
        GroupBy = parsed.GroupBy,
        Fill = parsed.Fill is { } fill ? Text(fill.Start + 1, fill.End - 1, tokens, text) : "",
        Tail = parsed.Tail is { } tail ? Text(tail, tokens.Length, tokens, text) : "",
    };

    private static string Text(int start, int end, Token<QueryToken>[] tokens, string text)
    {
        var last = tokens[end - 1].Span;
        return text[tokens[start].Position.Absolute..(last.Position.Absolute + last.Length)];
    }

    private static string Place(Position position) => $"line {position.Line}, character {position.Column}";
}
