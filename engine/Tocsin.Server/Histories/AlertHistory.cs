using Tocsin.Sdk;

namespace Tocsin.Server.Histories;

/// <summary>What one version of a script made of the data.</summary>
/// <param name="Script">Its file.</param>
/// <param name="Changes">The changes of level, by time.</param>
/// <param name="Days">How many days the data covers; 0 when that is not known.</param>
internal sealed record AlertHistory(string Script, IReadOnlyList<LevelChange> Changes, double Days)
{
    // Whoever is paged again so soon calls it flapping.
    private const long SoonNanoseconds = 5L * 60 * 1_000_000_000;

    /// <summary>Who would have been notified how often.</summary>
    public IReadOnlyList<NotificationCount> Notifications { get; init; } = [];

    /// <summary>The changes of level among events, which may repeat a level.</summary>
    public static AlertHistory Of(string script, IEnumerable<AlertEvent> events, double days)
    {
        var levels = new Dictionary<string, AlertLevel>(StringComparer.Ordinal);
        var changes = new List<LevelChange>();
        foreach (var alert in events)
        {
            var before = levels.GetValueOrDefault(alert.Id);
            if (before == alert.Level)
                continue;
            levels[alert.Id] = alert.Level;
            changes.Add(new LevelChange(alert.Id, alert.UnixNanoseconds, before, alert.Level, alert.Message));
        }

        return new AlertHistory(script, [.. changes.OrderBy(change => change.Time)], days);
    }

    /// <summary>How often an alert left OK.</summary>
    public int Problems => Changes.Count(change => change is { IsProblem: true, Before: AlertLevel.Ok });

    /// <summary>How often that is a day; null when it is not known over what time.</summary>
    public double? ProblemsPerDay => Days > 0 ? Problems / Days : null;

    /// <summary>How long alerts were CRITICAL, all together. One that did not end counts up to the last change of any.</summary>
    public TimeSpan Critical
    {
        get
        {
            var last = Changes.Count > 0 ? Changes[^1].Time : 0;
            var spans = Changes.GroupBy(change => change.Id).SelectMany(changes => changes.Zip(changes.Skip(1).Select(next => next.Time).Append(last)));
            return TimeSpan.FromTicks(spans.Where(span => span.First.Level == AlertLevel.Critical).Sum(span => (span.Second - span.First.Time) / 100));
        }
    }

    /// <summary>How often an alert came again within five minutes after its end.</summary>
    public int Flaps => Changes.GroupBy(change => change.Id).Sum(changes => changes.Zip(changes.Skip(1))
        .Count(pair => !pair.First.IsProblem && pair.Second.Time - pair.First.Time < SoonNanoseconds));
}
