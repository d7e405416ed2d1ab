using Tocsin.Pipelines.Recordings.Files;

namespace Tocsin.Pipelines.Recordings.Replays;

/// <summary>Plays the batches of a recording.</summary>
internal sealed class BatchFileSource(RecordingRegistry recordings, Recording recording) : IReplaySource
{
    private volatile BatchFileReader? _reader;

    public double Progress => _reader?.Progress ?? 0;

    public async Task PlayAsync(ReplayTarget target, CancellationToken cancellationToken)
    {
        using var reader = recordings.OpenBatches(recording, target.Series);
        target.CheckQueries(reader.Queries);
        _reader = reader;
        try
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is var (query, batch))
                await target.DeliverAsync(query, batch, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _reader = null;
        }
    }
}
