using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Pipelines.Tasks;

/// <summary>Takes line protocol in: reads it, hands it to the tasks, and says when that is done. Safe for any number of threads.</summary>
/// <param name="waitsForTasks">What <see cref="WaitsForTasks"/> is at first.</param>
public sealed class PointWriter(SeriesTable series, TaskMaster master, TimeProvider time, bool waitsForTasks)
{
    private readonly Throughput _throughput = new(time);
    private volatile bool _waitsForTasks = waitsForTasks;
    private readonly IngressCounters _ingress = new();
    private long _points;

    /// <summary>
    /// True to end a write when its points have passed all tasks and their alerts are committed; false to end it when they are queued.
    /// </summary>
    public bool WaitsForTasks
    {
        get => _waitsForTasks;
        set => _waitsForTasks = value;
    }

    /// <summary>Points taken in since the start.</summary>
    public long Points => Interlocked.Read(ref _points);

    /// <summary>The same by measurement.</summary>
    public IReadOnlyList<IngressCount> Ingress => _ingress.Read();

    /// <summary>Points per second, over the time between two readings of at least a second.</summary>
    public double PointsPerSecond => _throughput.Read(Points);

    /// <summary>Writes the good lines of a body, a large one in parts: no more than two of them are in memory as points.</summary>
    /// <returns>The bad lines.</returns>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more; parts may have been taken.</exception>
    public async ValueTask<IReadOnlyList<LineError>> WriteAsync(
        ReadOnlyMemory<byte> body, string database, string retentionPolicy, Precision precision, CancellationToken cancellationToken = default)
    {
        var origin = series.OriginOf(database, retentionPolicy);
        var now = Instant.From(time.GetUtcNow()).UnixNanoseconds;
        var progress = new ReadProgress();
        var before = Task.CompletedTask;
        bool more;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = PointBatch.Rent(origin);
            var completed = batch.Completed;
            try
            {
                more = LineProtocolReader.ReadPart(body.Span, ref progress, series, batch, precision, now);
            }
            catch
            {
                batch.Release();
                throw;
            }

            Interlocked.Add(ref _points, batch.Count);
            _ingress.Count(batch);
            await master.WriteAsync(batch).ConfigureAwait(false);
            await before.ConfigureAwait(false);
            before = completed;
        }
        while (more);

        if (_waitsForTasks)
            await before.ConfigureAwait(false);
        return progress.Errors ?? (IReadOnlyList<LineError>)[];
    }
}
