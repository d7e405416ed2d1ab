namespace Tocsin.Influx.InfluxQL;

/// <summary>What InfluxDB refuses although it is well written.</summary>
internal static class SelectChecks
{
    private static readonly HashSet<string> Selectors = new(["first", "last", "max", "min", "percentile", "sample", "top", "bottom"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Functions that make a number of each value, or of neighbours.</summary>
    public static readonly HashSet<string> Transformations = new(
        [
            "derivative", "non_negative_derivative", "difference", "non_negative_difference", "moving_average", "cumulative_sum", "elapsed", "holt_winters",
            "holt_winters_with_fit", "abs", "acos", "asin", "atan", "atan2", "ceil", "cos", "exp", "floor", "ln", "log", "log2", "log10", "pow", "round", "sin",
            "sqrt", "tan", "exponential_moving_average", "double_exponential_moving_average", "triple_exponential_moving_average",
            "triple_exponential_derivative", "relative_strength_index", "kaufmans_efficiency_ratio", "kaufmans_adaptive_moving_average",
            "chande_momentum_oscillator",
        ],
        StringComparer.OrdinalIgnoreCase);

    public static bool IsAggregate(QueryExpression part) => part.Kind == ExpressionKind.Call && !Transformations.Contains(part.Text);

    public static void Check(SelectStatement statement)
    {
        var fields = statement.Fields;
        if (!fields.SelectMany(selected => selected.All).Any(part => part.Kind is ExpressionKind.Name or ExpressionKind.Star || (part.Kind == ExpressionKind.Literal && part.Text.StartsWith('/')))
            && !statement.HasAggregates)
            throw new QueryTextException("the query selects no field: name one after SELECT");

        var isComputed = fields.Where(selected => selected.All.Any(part => part.Kind == ExpressionKind.Call)).ToList();
        var isRaw = fields.Any(HasRawName);
        var calls = isComputed.SelectMany(selected => selected.All).Where(part => part.Kind == ExpressionKind.Call).ToList();
        if (isRaw && calls.Count > 0 && !(calls is [var only] && Selectors.Contains(only.Text)) && calls.Any(IsAggregate))
            throw new QueryTextException("the query selects fields along with aggregates, which InfluxDB refuses: select both in queries of their own and join them");

        if (statement.GroupBy.Any(part => part.Is(ExpressionKind.Call, "time")) && statement.Condition?.All.Any(part => part.Is(ExpressionKind.Name, "time")) != true)
            throw new QueryTextException("the query groups by time without a time in its WHERE, which InfluxDB refuses: group with .groupBy(time(...)) of the node, which replaces what the query says");
    }

    // A name that no function takes.
    private static bool HasRawName(QueryExpression part) => part.Kind switch
    {
        ExpressionKind.Name => !part.Text.Equals("time", StringComparison.OrdinalIgnoreCase),
        ExpressionKind.Star => true,
        ExpressionKind.Call => false,
        _ => part.Parts.Any(HasRawName),
    };
}
