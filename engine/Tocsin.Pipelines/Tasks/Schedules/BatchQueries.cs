using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Tasks.Schedules;

/// <summary>
/// The queries of a batch task, in the order of the script, to be made for a span of time that has passed: for recordings, and for replays
/// without one. The task need not run.
/// </summary>
internal sealed class BatchQueries : IDisposable
{
    private readonly Action _discard;
    private readonly IReadOnlyList<IBatchSource> _sources;
    private readonly TimeProvider _time;

    /// <param name="sources">Those of a task that was made and not started.</param>
    /// <param name="discard">Takes that task away again.</param>
    /// <param name="time">The clock.</param>
    public BatchQueries(IReadOnlyList<IBatchSource> sources, Action discard, TimeProvider time)
    {
        _sources = sources;
        _discard = discard;
        _time = time;
    }

    /// <summary>How many there are.</summary>
    public int Count => _sources.Count;

    /// <summary>The ticks of a query after one moment and up to another, as far as the time that is asked for has passed.</summary>
    public IEnumerable<long> TicksOf(int query, long start, long stop)
    {
        var source = _sources[query];
        var now = Instant.From(_time.GetUtcNow()).UnixNanoseconds;
        for (var tick = source.Ticks.Next(start); tick is { } due && due <= stop && source.StopOf(due) <= now; tick = source.Ticks.Next(due))
            yield return due;
    }

    /// <summary>Makes a query.</summary>
    /// <returns>Its batches, to be disposed as soon as they are done with: all answers share their memory.</returns>
    /// <exception cref="Exception">There is no answer; what it says is for people.</exception>
    public Task<BatchAnswer> AskAsync(int query, long tick, CancellationToken cancellationToken) => _sources[query].AskAsync(tick, isLive: false, cancellationToken);

    public void Dispose() => _discard();
}
