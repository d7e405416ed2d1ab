namespace Tocsin.Influx.InfluxQL;

/// <summary>An expression of a query: what is selected, or a condition.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The name, the function, the operator or the literal.</param>
/// <param name="Parts">What it is made of; empty for names and literals.</param>
public sealed record QueryExpression(ExpressionKind Kind, string Text, IReadOnlyList<QueryExpression> Parts)
{
    /// <summary>What the answer calls it, where the query says so with AS; empty otherwise.</summary>
    public string Alias { get; init; } = "";

    internal QueryExpression(ExpressionKind kind, string text)
        : this(kind, text, [])
    {
    }

    /// <summary>This part and all within it.</summary>
    public IEnumerable<QueryExpression> All => Parts.SelectMany(part => part.All).Prepend(this);

    /// <summary>True for a name in any case.</summary>
    public bool Is(ExpressionKind kind, string text) => Kind == kind && Text.Equals(text, StringComparison.OrdinalIgnoreCase);
}
