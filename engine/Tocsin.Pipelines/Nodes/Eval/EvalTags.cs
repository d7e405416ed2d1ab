using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Eval;

/// <summary>Finds the series and group of points that get tags from results.</summary>
internal sealed class EvalTags(IReadOnlyList<string> names, NodeContext context)
{
    // Most tags made this way have a few values; those with more are interned anew now and then.
    private const int KeptPerSeries = 16;

    private readonly SeriesCache<List<Tagged>> _bySeries = context.Groups.NewCache<List<Tagged>>();

    /// <summary>The series of a point with its tags, and the group that it falls into.</summary>
    public Tagged Find(Point point, Group group, EvalOutput output, ReadOnlySpan<Value> results)
    {
        var known = _bySeries[point.Series];
        if (known is null)
            _bySeries.Set(point.Series, known = []);

        foreach (var tagged in known)
        {
            if (ReferenceEquals(tagged.Before, group) && HasValues(tagged, point, output, results))
                return tagged;
        }

        if (known.Count == KeptPerSeries)
            known.Clear();
        var added = Add(point, group, output, results);
        known.Add(added);
        return added;
    }

    private static bool HasValues(Tagged tagged, Point point, EvalOutput output, ReadOnlySpan<Value> results)
    {
        for (var i = 0; i < tagged.Values.Length; i++)
        {
            if (tagged.Values[i] != output.TagValue(i, point, results))
                return false;
        }

        return true;
    }

    private Tagged Add(Point point, Group group, EvalOutput output, ReadOnlySpan<Value> results)
    {
        var values = new string[output.TagCount];
        var tags = point.Tags;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = output.TagValue(i, point, results);
            tags = tags.With(names[i], values[i]);
        }

        var series = context.Services.Series.Intern(point.Series.Origin, point.Name, tags);
        var isRegrouped = group.Dimensions.TagNames.Any(names.Contains);
        var after = isRegrouped ? context.Groups.Find(group.Dimensions, point.Name, tags) : group;
        return new Tagged(group, values, series, after);
    }

    /// <param name="Before">The group that the point came in.</param>
    /// <param name="Values">By tag.</param>
    /// <param name="Group">The group after a tag that points are grouped by got its value.</param>
    internal sealed record Tagged(Group Before, string[] Values, Series Series, Group Group);
}
