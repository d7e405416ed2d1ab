using Tocsin.Pipelines.Recordings.Files;

namespace Tocsin.Pipelines.Recordings.Replays;

/// <summary>Plays the points of a recording.</summary>
internal sealed class StreamFileSource(RecordingRegistry recordings, Recording recording) : IReplaySource
{
    private const int PointsAtOnce = 1000;

    private volatile StreamFileReader? _reader;

    public double Progress => _reader?.Progress ?? 0;

    public async Task PlayAsync(ReplayTarget target, CancellationToken cancellationToken)
    {
        using var reader = recordings.OpenStream(recording, target.Series);
        _reader = reader;
        try
        {
            // Each point at its time, where that is wanted.
            while (await reader.ReadAsync(target.Times.Waits ? 1 : PointsAtOnce, cancellationToken).ConfigureAwait(false) is { } points)
                await target.WriteAsync(points, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _reader = null;
        }
    }
}
