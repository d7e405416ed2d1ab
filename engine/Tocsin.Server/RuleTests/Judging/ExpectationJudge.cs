using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Names;
using Tocsin.Engine.Hosting.Rehearsals;
using Tocsin.Server.RuleTests.Files;

namespace Tocsin.Server.RuleTests.Judging;

/// <summary>Compares what happened with what was expected. What was not expected counts too.</summary>
internal static class ExpectationJudge
{
    /// <summary>What is not as expected, each with its details in lines; nothing when all is.</summary>
    /// <param name="handlers">Names them.</param>
    public static IReadOnlyList<Mismatch> Judge(ExpectStep expected, RehearsalRecord record, HandlerNames handlers)
    {
        var found = new List<Mismatch>();
        found.AddRange(Pair(expected.Alerts, [.. record.Raised.Select(Happening.Of)], "raised", expected.IsPartial, expected.Place));
        found.AddRange(Pair(expected.Sent, [.. Happening.Sent(record, handlers)], "sent", expected.IsPartial, expected.Place));
        found.AddRange(Pair(expected.Written, [.. record.Written.Select(Happening.Of)], "written", expected.IsPartial, expected.Place));
        if (expected.Errors is null)
            return found;
        var failures = record.Failures.ToList();
        foreach (var part in expected.Errors)
        {
            if (failures.RemoveAll(failure => failure.Contains(part, StringComparison.Ordinal)) == 0)
                found.Add(new Mismatch(expected.Place, $"no node failed with '{part}'", record.Failures));
        }

        found.AddRange(failures.Select(failure => new Mismatch(expected.Place, $"a node could not process something: {failure}", [])));
        return found;
    }

    private static IEnumerable<Mismatch> Pair(IReadOnlyList<ConfigMap>? expected, List<Happening> happened, string verb, bool isPartial, ConfigPlace? place)
    {
        if (expected is null)
            yield break;
        var order = new List<Happening>(happened);
        var partners = Pairing.Of(expected.Count, happened.Count, (one, other) => !ValueMatch.Compare(expected[one], order[other].Content, "").Any());
        List<ConfigMap> missing = [.. expected.Where((_, i) => partners[i] < 0)];
        List<(ConfigMap Expected, Happening Happened)> matched = [.. expected.Select((one, i) => (one, i)).Where(pair => partners[pair.i] >= 0).Select(pair => (pair.one, order[partners[pair.i]]))];
        happened.RemoveAll(one => matched.Exists(pair => ReferenceEquals(pair.Happened, one)));
        foreach (var one in missing)
            yield return Explain(one, happened, verb);
        if (missing.Count == 0 && OutOfOrder(matched, order) is { } late)
            yield return new Mismatch(late.Expected.Place, $"{verb}, but in another order: {late.Happened.Summary}", [.. order.Select(one => one.Summary)]);
        if (isPartial)
            yield break;
        foreach (var other in happened)
            yield return new Mismatch(place, $"{verb} and not expected: {other.Summary}", []);
    }

    // The nearest of what is left was most likely meant.
    private static Mismatch Explain(ConfigMap expected, List<Happening> left, string verb)
    {
        var nearest = left.Select(one => (Happened: one, Differences: ValueMatch.Compare(expected, one.Content, "").ToList())).OrderBy(one => one.Differences.Count).FirstOrDefault();
        if (nearest.Happened is null || nearest.Differences.Count >= expected.Entries.Count)
            return new Mismatch(expected.Place, $"not {verb}: {ValueMatch.Shown(expected)}", [.. left.Select(one => $"{verb} was: {one.Summary}")]);
        left.Remove(nearest.Happened);
        return new Mismatch(expected.Place, $"{verb}, but not as expected: {nearest.Happened.Summary}", [.. nearest.Differences.Select(difference => difference.ToString())]);
    }

    private static (ConfigMap Expected, Happening Happened)? OutOfOrder(List<(ConfigMap Expected, Happening Happened)> matched, List<Happening> order)
    {
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var pair in matched)
        {
            var at = order.FindIndex(one => ReferenceEquals(one, pair.Happened));
            if (last.TryGetValue(pair.Happened.Id, out var before) && at < before)
                return pair;
            last[pair.Happened.Id] = at;
        }

        return null;
    }
}
