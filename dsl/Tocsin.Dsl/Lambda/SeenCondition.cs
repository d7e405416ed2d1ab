using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda;

/// <summary>A smallest condition of an expression, such as a comparison, and what it came to for a row.</summary>
/// <param name="Text">The condition, with the values of variables: <c>"usage_idle" &lt; 10</c>.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Holds">Null when it has no value for the row.</param>
public sealed record SeenCondition(string Text, TextSpan Span, bool? Holds)
{
    /// <summary>Why it has no value; empty when it has one.</summary>
    public string Problem { get; init; } = "";

    /// <summary>What it was computed from: its operands other than constants, and the fields, tags and memories in these. Missing ones too.</summary>
    public IReadOnlyList<KeyValuePair<string, Value>> Values { get; init; } = [];
}
