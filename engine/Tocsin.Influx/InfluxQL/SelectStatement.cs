using System.Globalization;
using System.Text;
using Tocsin.Influx.Client;

namespace Tocsin.Influx.InfluxQL;

/// <summary>A SELECT, taken apart as far as it is checked and asked again for other times and groups. Immutable.</summary>
public sealed record SelectStatement
{
    /// <summary>The text from SELECT to the end of FROM.</summary>
    internal string Head { get; init; } = "";

    /// <summary>What is selected.</summary>
    public required IReadOnlyList<QueryExpression> Fields { get; init; }

    /// <summary>What is read.</summary>
    public required IReadOnlyList<QuerySource> Sources { get; init; }

    /// <summary>What INTO names: the measurement that the answer is written to; null when it is only read.</summary>
    public QuerySource? Target { get; init; }

    /// <summary>The condition; null for none.</summary>
    public QueryExpression? Condition { get; init; }

    /// <summary>Its text; empty for none.</summary>
    internal string ConditionText { get; init; } = "";

    /// <summary>What stands behind GROUP BY.</summary>
    public IReadOnlyList<QueryExpression> GroupBy { get; init; } = [];

    /// <summary>The argument of fill(); empty for none.</summary>
    public string Fill { get; init; } = "";

    /// <summary>The text of ORDER BY, LIMIT and what else stands at the end.</summary>
    internal string Tail { get; init; } = "";

    /// <summary>True when at least one field is computed by a function that makes one value of many.</summary>
    public bool HasAggregates => Fields.SelectMany(selected => selected.All).Any(SelectChecks.IsAggregate);

    /// <summary>The columns of the answer; null when the data decides which there are.</summary>
    public IReadOnlyList<QueryColumn>? Columns => SelectColumns.Of(Fields);

    /// <summary>The text that asks for a span of time: what stood behind GROUP BY and in fill() is replaced.</summary>
    /// <param name="start">The first nanosecond since 1970.</param>
    /// <param name="stop">The nanosecond after the last.</param>
    /// <param name="dimensions">What is grouped by; empty for nothing.</param>
    /// <param name="fill">The argument of fill(); empty for none.</param>
    public string Between(long start, long stop, IReadOnlyList<QueryDimension> dimensions, string fill)
    {
        var text = new StringBuilder(Head).Append(" WHERE ");

        // Whatever stands there: the times hold for all of it.
        if (ConditionText.Length > 0)
            text.Append('(').Append(ConditionText).Append(") AND ");
        text.Append("time >= '").Append(TimeText(start)).Append("' AND time < '").Append(TimeText(stop)).Append('\'');
        if (dimensions.Count > 0)
            text.Append(" GROUP BY ").AppendJoin(", ", dimensions.Select(TextOf));
        if (fill.Length > 0)
            text.Append(" fill(").Append(fill).Append(')');
        if (Tail.Length > 0)
            text.Append(' ').Append(Tail);
        return text.ToString();
    }

    private static string TextOf(QueryDimension dimension) =>
        dimension.IsTime ? $"time({DurationText(dimension.Length)}, {DurationText(dimension.Offset)})"
        : dimension.Tag.Length > 0 ? InfluxName.Quote(dimension.Tag)
        : "*";

    private static string DurationText(long nanoseconds)
    {
        foreach (var (unit, length) in (ReadOnlySpan<(string, long)>)[("s", 1_000_000_000), ("ms", 1_000_000), ("u", 1_000)])
        {
            if (nanoseconds % length == 0)
                return (nanoseconds / length).ToString(CultureInfo.InvariantCulture) + unit;
        }

        return nanoseconds.ToString(CultureInfo.InvariantCulture) + "ns";
    }

    private static string TimeText(long nanoseconds)
    {
        var (seconds, rest) = Math.DivRem(nanoseconds, 1_000_000_000);
        if (rest < 0)
            (seconds, rest) = (seconds - 1, rest + 1_000_000_000);
        return $"{DateTimeOffset.FromUnixTimeSeconds(seconds):yyyy-MM-ddTHH:mm:ss}.{rest:D9}Z";
    }
}
