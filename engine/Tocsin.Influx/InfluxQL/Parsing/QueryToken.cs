namespace Tocsin.Influx.InfluxQL.Parsing;

/// <summary>The kinds of words a query is made of.</summary>
internal enum QueryToken
{
    /// <summary>Letters, digits and underscores: a keyword, a function or a name.</summary>
    Word,

    /// <summary>A name in double quotes.</summary>
    QuotedName,

    /// <summary>A text in single quotes.</summary>
    Text,

    Number,
    Duration,
    Regex,
    Comma,
    Dot,
    DoubleColon,
    OpenParen,
    CloseParen,
    Semicolon,
    Star,

    /// <summary>Any other operator.</summary>
    Operator,
}
