using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Join;

/// <summary>Puts the fields of several points into one. How is worked out once for each combination of layouts.</summary>
internal sealed class MergedFields(IReadOnlyList<string> prefixes, string delimiter, JoinFill fill)
{
    private const int MostPlans = 64;

    private readonly List<MergePlan> _plans = [];
    private MergePlan? _last;

    /// <summary>Makes a point, which is pooled or unfilled, one that has the fields of all.</summary>
    /// <param name="points">By parent; null where one is missing.</param>
    /// <param name="missing">By parent the names of the fields that stand in for those of a missing point; may be empty when none is missing.</param>
    public void Merge(Point target, Series series, long time, Point?[] points, ReadOnlySpan<FieldLayout> missing)
    {
        if (_last is null || !_last.Fits(points, missing))
            _last = FindPlan(points, missing);
        _last.Merge(target, series, time, points);
    }

    private MergePlan FindPlan(Point?[] points, ReadOnlySpan<FieldLayout> missing)
    {
        foreach (var known in _plans)
        {
            if (known.Fits(points, missing))
                return known;
        }

        // Layouts without end would make the search longer than the work it saves.
        if (_plans.Count == MostPlans)
            _plans.Clear();
        var plan = new MergePlan(points, missing, prefixes, delimiter, fill);
        _plans.Add(plan);
        return plan;
    }
}
