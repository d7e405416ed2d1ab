using System.Threading.Channels;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Recordings.Files;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Pipelines.Recordings;

/// <summary>
/// Records what is written to some databases, until a point is later than the recording is to go. Where the clock has passed that time too,
/// and nothing has come for a while, none is waited for. What came is in the file a second later, whatever ends the process.
/// </summary>
internal sealed class StreamRecorder : IPointReader
{
    private const int QueuedBatches = 64;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LatePointsMayTake = TimeSpan.FromSeconds(10);

    private readonly Channel<PointBatch> _queue = Channel.CreateBounded<PointBatch>(
        new BoundedChannelOptions(QueuedBatches) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly TimeProvider _time;
    private readonly DateTimeOffset _stop;
    private readonly DateTimeOffset _longest;
    private readonly TimeSpan _mayTake;
    private readonly bool _goesByClock;
    private readonly Lock _writing = new();
    private bool _hasEnded;
    private long _lastCame;

    /// <param name="origins">The databases.</param>
    /// <param name="stop">The time of the last points.</param>
    /// <param name="longest">How long points may be waited for.</param>
    public StreamRecorder(IReadOnlyList<Origin> origins, DateTimeOffset stop, TimeSpan longest, TimeProvider time)
    {
        Origins = origins;
        var now = time.GetUtcNow();
        _time = time;
        _stop = stop;
        _mayTake = longest;
        _longest = (stop > now ? stop : now) + longest;
        _goesByClock = stop > now;
        _lastCame = time.GetTimestamp();
    }

    public IReadOnlyList<Origin> Origins { get; }

    public IReadOnlySet<string>? Measurements => null;

    /// <summary>Records to the end. What is written after this was called is part of it.</summary>
    /// <exception cref="RecordingLimitException">A limit is reached; what came before is recorded.</exception>
    public async Task RunAsync(TaskMaster master, StreamFileWriter file, CancellationToken cancellationToken)
    {
        master.Attach(this);
        using var looking = _time.CreateTimer(_ => LookAt(file), null, Look, Look);
        try
        {
            while (await _queue.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (_queue.Reader.TryRead(out var batch))
                {
                    if (!TryWrite(batch, file))
                        return;
                }
            }
        }
        finally
        {
            lock (_writing)
                _hasEnded = true;
            master.Detach(this);
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var batch))
                batch.Release();
        }
    }

    public async ValueTask EnqueueAsync(BatchShare points)
    {
        var batch = points.Batch!; // Somebody who wants all points gets whole batches.
        Volatile.Write(ref _lastCame, _time.GetTimestamp());
        try
        {
            await _queue.Writer.WriteAsync(batch).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // The recording has ended meanwhile.
            batch.Release();
        }
    }

    /// <returns>False when the last point was recorded.</returns>
    private bool TryWrite(PointBatch batch, StreamFileWriter file)
    {
        var stop = Instant.From(_stop).UnixNanoseconds;
        try
        {
            lock (_writing)
            {
                foreach (var point in batch.Points)
                {
                    if (point.Time > stop)
                        return false;
                    file.Write(point);
                }
            }

            return true;
        }
        finally
        {
            batch.Release();
        }
    }

    private void LookAt(StreamFileWriter file)
    {
        try
        {
            lock (_writing)
            {
                if (!_hasEnded)
                    file.Flush();
            }
        }
        catch (IOException problem)
        {
            _queue.Writer.TryComplete(problem);
        }

        EndByClock();
    }

    private void EndByClock()
    {
        var now = _time.GetUtcNow();
        if (now >= _longest)
        {
            _queue.Writer.TryComplete(new RecordingLimitException(
                $"no point later than {_stop:yyyy-MM-dd'T'HH:mm:ss'Z'} came within {_mayTake}, which replay.longest-recording allows: record up to an earlier time, or raise the limit"));
        }
        else if (_goesByClock && now >= _stop && _time.GetElapsedTime(Volatile.Read(ref _lastCame)) >= LatePointsMayTake)
        {
            _queue.Writer.TryComplete();
        }
    }
}
