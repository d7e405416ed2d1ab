namespace Tocsin.Pipelines.Recordings.Replays;

/// <summary>Data that cannot be played to the task.</summary>
internal sealed class NoSource(string why) : IReplaySource
{
    public double Progress => 0;

    public Task PlayAsync(ReplayTarget target, CancellationToken cancellationToken) => throw new ReplayException("running replay", why);
}
