namespace Tocsin.Influx.InfluxQL;

/// <summary>Names the columns of an answer as InfluxDB does.</summary>
internal static class SelectColumns
{
    private static readonly HashSet<string> NumberFunctions = new(
        ["count", "mean", "median", "sum", "stddev", "spread", "integral", "percentile", "top", "bottom", .. SelectChecks.Transformations], StringComparer.OrdinalIgnoreCase);

    /// <returns>Null when the data decides which columns there are.</returns>
    public static IReadOnlyList<QueryColumn>? Of(IReadOnlyList<QueryExpression> fields)
    {
        var selected = fields.SelectMany(WithTags).ToList();
        if (selected.SelectMany(field => field.All).Any(IsOpen) || selected.Any(field => field.Alias.Length > 0 && field.Is(ExpressionKind.Name, "time")))
            return null;

        // What the query names itself keeps its name; what is named after what it computes makes room.
        var taken = selected.Select(field => field.Alias).Where(alias => alias.Length > 0).ToHashSet(StringComparer.Ordinal);
        return [.. selected.Where(field => !field.Is(ExpressionKind.Name, "time")).Select(field => new QueryColumn(field.Alias.Length > 0 ? field.Alias : Free(NameOf(field), taken), IsNumber(field)))];
    }

    // Tags among the arguments of top() and bottom() are columns of their own.
    private static IEnumerable<QueryExpression> WithTags(QueryExpression field) =>
        field.Is(ExpressionKind.Call, "top") || field.Is(ExpressionKind.Call, "bottom") ? field.Parts.Skip(1).Where(part => part.Kind == ExpressionKind.Name).Prepend(field) : [field];

    private static bool IsOpen(QueryExpression part) => part.Kind == ExpressionKind.Star || (part.Kind == ExpressionKind.Literal && part.Text.StartsWith('/'));

    private static string NameOf(QueryExpression field) => string.Join('_', Names(field));

    private static IEnumerable<string> Names(QueryExpression part) => part.Kind switch
    {
        ExpressionKind.Name => [part.Text],
        ExpressionKind.Call => [part.Text.ToLowerInvariant()],
        _ => part.Parts.SelectMany(Names),
    };

    private static string Free(string name, HashSet<string> taken)
    {
        var free = name;
        for (var i = 1; !taken.Add(free); i++)
            free = $"{name}_{i}";
        return free;
    }

    private static bool IsNumber(QueryExpression field) => field.Kind switch
    {
        ExpressionKind.Call => NumberFunctions.Contains(field.Text),
        ExpressionKind.Binary => field.Text is "+" or "-" or "*" or "/" or "%",
        ExpressionKind.Wrapped => field.Text != "(" || IsNumber(field.Parts[0]),
        _ => false,
    };
}
