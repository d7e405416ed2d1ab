namespace Tocsin.Influx.InfluxQL;

/// <summary>What a part of a query is.</summary>
public enum ExpressionKind
{
    /// <summary>The name of a field or a tag.</summary>
    Name,

    /// <summary>A function with its arguments.</summary>
    Call,

    /// <summary>Two parts with an operator between them.</summary>
    Binary,

    /// <summary>A part with a sign before it, or in parentheses.</summary>
    Wrapped,

    /// <summary>A number, text, duration, truth value or pattern.</summary>
    Literal,

    /// <summary><c>*</c>: all fields, or all fields and tags.</summary>
    Star,
}
