using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Flatten;

/// <summary>The field names that points of a series give, worked out once for each of its layouts in a row. For one thread.</summary>
internal sealed class FlattenNames(FlattenNode node)
{
    private readonly SeriesCache<Names> _bySeries = new();

    public Names Find(Point point)
    {
        var known = _bySeries[point.Series];
        if (known is not null && ReferenceEquals(known.Layout, point.Layout))
            return known;

        var names = Create(point);
        _bySeries.Set(point.Series, names);
        return names;
    }

    private Names Create(Point point)
    {
        var values = new string[node.Tags.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (point.Tags.Find(node.Tags[i]) is not { } value)
                return new Names(point.Layout, [], node.Tags[i]);
            values[i] = value;
        }

        var prefix = string.Join(node.Delimiter, values);
        return new Names(point.Layout, [.. point.Layout.NameList.Select(field => Join(prefix, field))], null);
    }

    private string Join(string prefix, string field)
    {
        if (node.DropsFieldNames)
            return prefix;
        return prefix.Length == 0 ? field : prefix + node.Delimiter + field;
    }

    /// <param name="Layout">The layout this is for.</param>
    /// <param name="BySlot">The new name of each field.</param>
    /// <param name="MissingTag">The tag that the series lacks, or null.</param>
    internal sealed record Names(FieldLayout Layout, string[] BySlot, string? MissingTag);
}
