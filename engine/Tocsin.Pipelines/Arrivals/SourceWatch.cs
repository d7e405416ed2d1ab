using Tocsin.Dsl.Time;

namespace Tocsin.Pipelines.Arrivals;

/// <summary>A deadman's eye on what its data comes from. For one thread.</summary>
/// <param name="after">After how long without data the source is reported; the longest time there is for who only looks.</param>
internal sealed class SourceWatch(BlindSources sources, ArrivalSource source, TimeSpan after, string task) : IDisposable
{
    private long _count = sources.CountOf(source);

    public ArrivalSource Source => source;

    public TimeSpan After => after;

    public string Task => task;

    /// <summary>True when nothing has come since the last look.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>Since when nothing has come, by the last looks; null while something does.</summary>
    public DateTimeOffset? SilentSince { get; private set; }

    public void Look(DateTimeOffset now)
    {
        var count = sources.CountOf(source);
        IsSilent = count == _count;
        SilentSince = IsSilent ? SilentSince ?? now : null;
        _count = count;
    }

    /// <summary>The source as people read it, with since when it is silent.</summary>
    public string Describe() => SilentSince is { } since ? $"{source} (since {Instant.From(since)} at least)" : source.ToString();

    public void Dispose() => sources.Release(this);
}
