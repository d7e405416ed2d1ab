using System.Globalization;
using Tocsin.Alerting.Alerts;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Arrivals;

/// <summary>
/// Watches what the data of deadmen comes from, and reports a source that is silent as a whole in one alert: the database when nothing of it comes,
/// else the measurement. What is open is what the topic knows, over restarts too. Points pay nothing for it. Safe for any number of threads.
/// </summary>
/// <param name="arrivals">Counts what is written.</param>
/// <param name="topic">The topic of the alerts.</param>
public sealed class BlindSources(IngressCounters arrivals, Topics topics, Func<string> topic, TimeProvider time) : IDisposable
{
    internal const string IdPrefix = "blind:";

    private const int LooksPerSilence = 10;
    private const int MostNamed = 5;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<ArrivalSource, SourceSilence> _sources = [];
    private ITimer? _timer;
    private bool _hasStarted;
    private bool _isEnded;

    /// <summary>Is shown each event; null when nobody looks on.</summary>
    public Action<AlertEvent>? Raised { get; init; }

    /// <summary>The sources that are reported to be silent now.</summary>
    public IReadOnlyList<BlindSource> Blind
    {
        get
        {
            lock (_gate)
                return [.. _sources.Values.Where(silence => IsOpen(silence.Source)).Select(silence => new BlindSource(silence.Source.ToString(), silence.Source.AlertId, silence.Seen, TasksBehind(silence)))];
        }
    }

    /// <summary>False when nobody would be notified of a silent source: nothing may be held for it.</summary>
    internal bool CanReport => topics.HasListener(topic());

    internal long CountOf(ArrivalSource source) => arrivals.CountOf(source);

    /// <summary>To be called when the tasks have been started: what was open before and nobody watches any more is over.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _hasStarted = true;
            if (_timer is null && OpenIds().Any())
                Wait(Shortest);
        }
    }

    /// <summary>Watches a source until the answer is disposed.</summary>
    internal SourceWatch Watch(ArrivalSource source, TimeSpan after, string task)
    {
        var watch = new SourceWatch(this, source, after, task);
        lock (_gate)
        {
            var silence = SilenceOf(source);
            silence.Watches.Add(watch);
            silence.IsLeft = false;
            SilenceOf(source.Whole).IsLeft = false;
            if (_timer is null)
                Wait(Shortest);
        }

        return watch;
    }

    internal void Release(SourceWatch watch)
    {
        lock (_gate)
            _sources.GetValueOrDefault(watch.Source)?.Watches.Remove(watch);
    }

    /// <summary>Looks no more; what is open stays open.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isEnded = true;
            _timer?.Dispose();
        }
    }

    private SourceSilence SilenceOf(ArrivalSource source)
    {
        if (!_sources.TryGetValue(source, out var silence))
            _sources.Add(source, silence = new SourceSilence(source, arrivals.CountOf(source), time.GetUtcNow()));
        return silence;
    }

    private void Look()
    {
        lock (_gate)
        {
            if (_isEnded)
                return;
            var now = time.GetUtcNow();
            ForgetLeft();
            foreach (var silence in _sources.Values)
                silence.Look(arrivals.CountOf(silence.Source), now);
            foreach (var source in _sources.Values.GroupBy(silence => silence.Source.Origin))
                Judge([.. source], now);
            if (_hasStarted)
                EndUnwatched(now);
            var soonest = _sources.Values.Select(silence => silence.After).DefaultIfEmpty(TimeSpan.MaxValue).Min();
            if (_sources.Count > 0)
                Wait(TimeSpan.FromTicks(Math.Clamp(soonest.Ticks / LooksPerSilence, Shortest.Ticks, Longest.Ticks)));
            else
                StopWaiting();
        }
    }

    private void Judge(IReadOnlyList<SourceSilence> sources, DateTimeOffset now)
    {
        var whole = sources.Single(silence => silence.Source.Measurement.Length == 0);
        if (Report(whole, sources.Min(silence => silence.After), now))
        {
            foreach (var silence in sources.Where(silence => !silence.IsFresh))
                silence.Excuse(now);
        }

        var isWhollyBlind = IsOpen(whole.Source);
        foreach (var silence in sources.Where(silence => silence != whole && (!isWhollyBlind || IsOpen(silence.Source))))
            Report(silence, silence.After, now);
    }

    /// <returns>True when it was silent and is not any more.</returns>
    private bool Report(SourceSilence silence, TimeSpan after, DateTimeOffset now)
    {
        var source = silence.Source;
        if (!IsOpen(source))
        {
            if (silence.IsSilentFor(after, now))
                Publish(source, AlertLevel.Critical, $"no data of {source} {Since(silence)}; held are the deadmen of {Names(TasksBehind(silence))}", now);
            return false;
        }

        if (!silence.IsFresh)
            return false;
        Publish(source, AlertLevel.Ok, $"data of {source} comes again; its deadmen watch again", now);
        return true;
    }

    private IReadOnlyList<string> TasksBehind(SourceSilence silence) => silence.Source.Measurement.Length > 0
        ? silence.Tasks
        : [.. _sources.Values.Where(other => other.Source.Origin == silence.Source.Origin).SelectMany(other => other.Tasks).Distinct().Order(StringComparer.Ordinal)];

    // A whole is kept while any part of it is. A task that is started anew lets go for a moment of what it watches.
    private void ForgetLeft()
    {
        var needed = _sources.Keys.Where(source => source.Measurement.Length > 0).Select(source => source.Whole).ToHashSet();
        foreach (var silence in _sources.Values.Where(silence => silence.Watches.Count == 0 && !needed.Contains(silence.Source)).ToList())
        {
            if (silence.IsLeft)
                _sources.Remove(silence.Source);
            silence.IsLeft = true;
        }
    }

    private void EndUnwatched(DateTimeOffset now)
    {
        var watched = _sources.Keys.Select(source => source.AlertId).ToHashSet();
        foreach (var id in OpenIds().Where(id => !watched.Contains(id)).ToList())
            Publish(id, new Dictionary<string, string>(), AlertLevel.Ok, $"{id[IdPrefix.Length..]} is watched by no deadman any more", now);
    }

    private IEnumerable<string> OpenIds() => (topics.ListEvents(topic(), AlertLevel.Info) ?? []).Select(entry => entry.Id).Where(id => id.StartsWith(IdPrefix, StringComparison.Ordinal));

    private bool IsOpen(ArrivalSource source) => topics.TryGetState(topic(), source.AlertId, out var state) && state.Level != AlertLevel.Ok;

    private void Publish(ArrivalSource source, AlertLevel level, string message, DateTimeOffset now)
    {
        var tags = new Dictionary<string, string> { ["database"] = source.Origin.Database, ["retention_policy"] = source.Origin.RetentionPolicy };
        if (source.Measurement.Length > 0)
            tags.Add("measurement", source.Measurement);
        Publish(source.AlertId, tags, level, message, now);
    }

    private void Publish(string id, Dictionary<string, string> tags, AlertLevel level, string message, DateTimeOffset now)
    {
        var nanoseconds = now.ToUnixTimeMilliseconds() * 1_000_000;
        var isKnown = topics.TryGetState(topic(), id, out var before);
        var alert = new AlertEvent
        {
            Topic = topic(),
            Id = id,
            Level = level,
            Message = message,
            Details = message,
            UnixNanoseconds = nanoseconds,
            DurationNanoseconds = level == AlertLevel.Ok && isKnown ? Math.Max(0, nanoseconds - before.UnixNanoseconds) : 0,
            Name = "blind",
            Tags = tags,
        };
        Raised?.Invoke(alert);
        topics.Publish(alert.Topic, alert);
    }

    private void Wait(TimeSpan due)
    {
        if (_isEnded)
            return;
        if (_timer is null)
            _timer = time.CreateTimer(_ => Look(), null, due, Timeout.InfiniteTimeSpan);
        else
            _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void StopWaiting()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private static string Since(SourceSilence silence) =>
        silence.Seen is { } seen ? $"since {seen.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)}" : "since the server began";

    private static string Names(IReadOnlyList<string> tasks) => tasks.Count <= MostNamed
        ? string.Join(", ", tasks)
        : $"{string.Join(", ", tasks.Take(MostNamed))} and {tasks.Count - MostNamed} other tasks";
}
