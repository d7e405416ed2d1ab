using Superpower;
using Superpower.Model;

namespace Tocsin.Influx.InfluxQL.Parsing;

/// <summary>Cuts a query into words. A slash begins a pattern where a value may stand, and divides after one.</summary>
internal sealed class QueryTokenizer : Tokenizer<QueryToken>
{
    public static readonly QueryTokenizer Instance = new();

    protected override IEnumerable<Result<QueryToken>> Tokenize(TextSpan span, TokenizationState<QueryToken> state)
    {
        var rest = SkipBlanks(span);
        var isAfterValue = false;
        while (!rest.IsAtEnd)
        {
            var (kind, length) = Measure(TextOf(rest), isAfterValue);
            if (length == 0)
            {
                yield return Result.Empty<QueryToken>(rest, Unknown(TextOf(rest)[0]));
                yield break;
            }

            var next = rest.Skip(length);
            yield return Result.Value(kind, rest, next);
            isAfterValue = IsValue(kind, TextOf(rest)[..length]);
            rest = SkipBlanks(next);
        }
    }

    // A slash after a value divides; after a word of the language a pattern begins.
    private static bool IsValue(QueryToken kind, ReadOnlySpan<char> text) => kind == QueryToken.Word ? !IsKeyword(text) : kind is QueryToken.QuotedName or QueryToken.Number or QueryToken.Duration or QueryToken.CloseParen or QueryToken.Text;

    private static bool IsKeyword(ReadOnlySpan<char> word)
    {
        foreach (var known in (ReadOnlySpan<string>)["SELECT", "FROM", "BY", "WHERE", "AND", "OR", "INTO", "DISTINCT"])
        {
            if (word.Equals(known, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    // A span that was read from has a source.
    private static ReadOnlySpan<char> TextOf(TextSpan rest) => rest.Source.AsSpan(rest.Position.Absolute, rest.Length);

    private static string Unknown(char first) => first is '"' or '\'' or '/' ? $"what begins with {first} has no end" : $"'{first}' means nothing in a query";

    private static TextSpan SkipBlanks(TextSpan rest)
    {
        while (!rest.IsAtEnd)
        {
            var text = TextOf(rest);
            if (char.IsWhiteSpace(text[0]))
                rest = rest.Skip(1);
            else if (text.StartsWith("--", StringComparison.Ordinal))
                rest = rest.Skip(End(text, "\n"));
            else if (text.StartsWith("/*", StringComparison.Ordinal))
                rest = rest.Skip(End(text, "*/"));
            else
                break;
        }

        return rest;
    }

    private static int End(ReadOnlySpan<char> text, string mark) => text[2..].IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? 2 + at + mark.Length : text.Length;

    private static (QueryToken Kind, int Length) Measure(ReadOnlySpan<char> text, bool isAfterValue)
    {
        var first = text[0];
        if (char.IsAsciiLetter(first) || first == '_' || first > 127)
            return (QueryToken.Word, Count(text, c => char.IsAsciiLetterOrDigit(c) || c == '_' || c > 127));
        if (char.IsAsciiDigit(first) || (first == '.' && text.Length > 1 && char.IsAsciiDigit(text[1])))
            return NumberOrDuration(text);
        return first switch
        {
            '"' => (QueryToken.QuotedName, Quoted(text, '"')),
            '\'' => (QueryToken.Text, Quoted(text, '\'')),
            '/' when !isAfterValue => (QueryToken.Regex, Quoted(text, '/')),
            ',' => (QueryToken.Comma, 1),
            '.' => (QueryToken.Dot, 1),
            '(' => (QueryToken.OpenParen, 1),
            ')' => (QueryToken.CloseParen, 1),
            ';' => (QueryToken.Semicolon, 1),
            '*' => (QueryToken.Star, 1),
            ':' when text.StartsWith("::", StringComparison.Ordinal) => (QueryToken.DoubleColon, 2),
            _ => (QueryToken.Operator, OperatorLength(text)),
        };
    }

    private static (QueryToken Kind, int Length) NumberOrDuration(ReadOnlySpan<char> text)
    {
        var digits = Count(text, c => char.IsAsciiDigit(c) || c == '.');
        var whole = Count(text, c => char.IsAsciiLetterOrDigit(c) || c is '.' or 'µ');
        return whole > digits ? (QueryToken.Duration, whole) : (QueryToken.Number, digits);
    }

    private static int OperatorLength(ReadOnlySpan<char> text)
    {
        foreach (var known in (ReadOnlySpan<string>)["=~", "!~", "!=", "<>", "<=", ">=", "=", "<", ">", "+", "-", "/", "%", "&", "|", "^"])
        {
            if (text.StartsWith(known, StringComparison.Ordinal))
                return known.Length;
        }

        return 0;
    }

    private static int Quoted(ReadOnlySpan<char> text, char mark)
    {
        for (var i = 1; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == mark)
                return i + 1;
        }

        return 0;
    }

    private static int Count(ReadOnlySpan<char> text, Func<char, bool> belongs)
    {
        var length = 0;
        while (length < text.Length && belongs(text[length]))
            length++;
        return length;
    }
}
