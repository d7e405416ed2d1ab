namespace Tocsin.Pipelines.Recordings.Replays;

/// <summary>Has data for a task.</summary>
internal interface IReplaySource
{
    /// <summary>How much of it was played, from 0 to 1.</summary>
    double Progress { get; }

    /// <summary>Plays all of it.</summary>
    Task PlayAsync(ReplayTarget target, CancellationToken cancellationToken);
}
