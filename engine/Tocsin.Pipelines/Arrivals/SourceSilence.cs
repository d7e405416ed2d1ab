namespace Tocsin.Pipelines.Arrivals;

/// <summary>For how long a source has been silent, as far as looks at its counter tell.</summary>
internal sealed class SourceSilence(ArrivalSource source, long count, DateTimeOffset now)
{
    private long _count = count;
    private DateTimeOffset _quietSince = now;

    public ArrivalSource Source => source;

    /// <summary>When data was noticed last; null when none was.</summary>
    public DateTimeOffset? Seen { get; private set; }

    /// <summary>True when data has come between the last two looks.</summary>
    public bool IsFresh { get; private set; }

    /// <summary>Who watches it.</summary>
    public List<SourceWatch> Watches { get; } = [];

    /// <summary>True when nobody has watched it at the last look either: a task that is started anew lets go of it for a moment.</summary>
    public bool IsLeft { get; set; }

    /// <summary>After how long without data it is reported: the shortest time that one of its deadmen wants.</summary>
    public TimeSpan After => Watches.Count == 0 ? TimeSpan.MaxValue : Watches.Min(watch => watch.After);

    public IReadOnlyList<string> Tasks => [.. Watches.Where(watch => watch.After < TimeSpan.MaxValue).Select(watch => watch.Task).Distinct().Order(StringComparer.Ordinal)];

    public void Look(long now, DateTimeOffset time)
    {
        IsFresh = now != _count;
        _count = now;
        if (!IsFresh)
            return;
        Seen = time;
        _quietSince = time;
    }

    /// <summary>Counts its silence from now: what is around it has only just come back.</summary>
    public void Excuse(DateTimeOffset now) => _quietSince = now;

    public bool IsSilentFor(TimeSpan after, DateTimeOffset now) => after < TimeSpan.MaxValue && now - _quietSince >= after;
}
