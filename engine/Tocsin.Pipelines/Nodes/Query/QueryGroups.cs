using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Time;
using Tocsin.Influx.InfluxQL;

namespace Tocsin.Pipelines.Nodes.Query;

/// <summary>What a query groups by. Immutable.</summary>
/// <param name="Dimensions">Tags and spans of time, in their order.</param>
/// <param name="IsByName">True when the measurement tells groups apart.</param>
internal sealed record QueryGroups(IReadOnlyList<QueryDimension> Dimensions, bool IsByName)
{
    /// <summary>Everything in one group.</summary>
    public static readonly QueryGroups None = new([], false);

    public bool HasTime => Dimensions.Any(dimension => dimension.IsTime);

    /// <summary>The tags that tell groups apart, as far as the script alone tells.</summary>
    public KnownNames Known => IsByAllTags ? KnownNames.Any
        : KnownNames.Only(Tags, Tags.Count == 0 ? "the query groups by no tag" : $"the query groups by {KnownNames.Quoted(Tags)} only");

    /// <summary>What tells groups apart for certain.</summary>
    public KnownGroups Groups => new() { Tags = [.. Tags], IsByAllTags = IsByAllTags, IsByName = IsByName, IsExact = !IsByAllTags };

    /// <summary>True when whatever tags the data has tell groups apart.</summary>
    public bool IsByAllTags => Dimensions.Contains(QueryDimension.AllTags);

    /// <summary>The tags that the script names.</summary>
    public IReadOnlyList<string> Tags => [.. Dimensions.Where(dimension => dimension.Tag.Length > 0).Select(dimension => dimension.Tag).Distinct()];

    /// <summary>Takes the arguments of <c>groupBy</c>.</summary>
    /// <exception cref="ScriptArgumentException">An argument is something else, or there are two spans of time.</exception>
    public QueryGroups With(object[] arguments)
    {
        var groups = this with { Dimensions = [.. arguments.Select(DimensionOf)] };
        return groups.Dimensions.Count(dimension => dimension.IsTime) > 1
            ? throw new ScriptArgumentException("a query can group by one span of time only", "keep one time(...)")
            : groups;
    }

    private static QueryDimension DimensionOf(object argument) => argument switch
    {
        Star => QueryDimension.AllTags,
        string { Length: > 0 } tag => QueryDimension.ByTag(tag),
        string => throw new ScriptArgumentException("the name of a tag to group by is empty"),
        TimeDimension time when time.Length > Duration.Zero => QueryDimension.ByTime(time.Length.Nanoseconds, time.Offset.Nanoseconds),
        Duration length when length > Duration.Zero => QueryDimension.ByTime(length.Nanoseconds, 0),
        TimeDimension or Duration => throw new ScriptArgumentException("a span of time to group by must be longer than 0"),
        _ => throw new ScriptArgumentException("a query groups by tags and spans of time", argument, "write names in single quotes, spans of time as time(1m), and * for all tags"),
    };
}
