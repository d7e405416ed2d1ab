using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Processing;

/// <summary>A node at the head of a pipeline that asks for its data at times of its own.</summary>
internal interface IBatchSource
{
    /// <summary>When it asks.</summary>
    ITicks Ticks { get; }

    /// <summary>Why it can never ask, such as that nobody knows whom; null when it can. May change with the configuration.</summary>
    string? Obstacle { get; }

    /// <summary>The end of the span of time that is asked for at a tick.</summary>
    long StopOf(long tick);

    /// <summary>Asks for what belongs to a tick. Called by any thread.</summary>
    /// <param name="isLive">True when it is due; false when it is asked for afterwards, where groups are not aligned, as with Kapacitor.</param>
    /// <exception cref="Exception">There is no answer; what it says is for people.</exception>
    Task<BatchAnswer> AskAsync(long tick, bool isLive, CancellationToken cancellationToken);

    /// <summary>Passes an answer on. On the pipeline's thread.</summary>
    void Deliver(IReadOnlyList<SourceBatch> batches, ExecutionClock clock);

    /// <summary>Counts and tells that a tick has brought nothing. On the pipeline's thread.</summary>
    void Miss(string what, string why);
}
