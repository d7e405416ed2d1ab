using Tocsin.Alerting.Storage;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Arrivals;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Journals;

namespace Tocsin.Pipelines.Tasks;

/// <summary>Takes line protocol in: reads it, hands it to the tasks, and says when that is done. Safe for any number of threads.</summary>
/// <param name="waitsForTasks">What <see cref="WaitsForTasks"/> is at first.</param>
/// <param name="journal">Keeps what is written before the tasks see it; null where nothing is kept.</param>
public sealed class PointWriter(SeriesTable series, TaskMaster master, TimeProvider time, bool waitsForTasks, Journal? journal = null)
{
    private readonly Throughput _throughput = new(time);
    private volatile bool _waitsForTasks = waitsForTasks;
    private volatile string _defaultRetentionPolicy = "";
    private long _points;
    private long _lastTicks;

    /// <summary>
    /// True to end a write when its points have passed all tasks and their alerts are committed; false to end it when they are queued.
    /// </summary>
    public bool WaitsForTasks
    {
        get => _waitsForTasks;
        set => _waitsForTasks = value;
    }

    /// <summary>The retention policy of writes that name none.</summary>
    public string DefaultRetentionPolicy
    {
        get => _defaultRetentionPolicy;
        set => _defaultRetentionPolicy = value;
    }

    /// <summary>Points taken in since the start.</summary>
    public long Points => Interlocked.Read(ref _points);

    /// <summary>When points came last, by the clock on the wall; null when none came since <see cref="Since"/>.</summary>
    public DateTimeOffset? LastAt => Interlocked.Read(ref _lastTicks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Since when it takes points.</summary>
    public DateTimeOffset Since { get; } = time.GetUtcNow();

    /// <summary><see cref="Points"/> by measurement.</summary>
    public IReadOnlyList<IngressCount> Ingress => master.Ingress.Read();

    /// <summary>Points per second, over the time between two readings of at least a second.</summary>
    public double PointsPerSecond => _throughput.Read(Points);

    /// <summary>True while writes to a database may be refused, see <see cref="TaskMaster.MayRefuse"/>.</summary>
    public bool MayRefuse(string database, string retentionPolicy) => journal is { MayRefuse: true } || master.MayRefuse(database, retentionPolicy.Length > 0 ? retentionPolicy : _defaultRetentionPolicy);

    /// <summary>Writes the good lines of a body, a large one in parts: no more than two of them are in memory as points.</summary>
    /// <returns>The bad lines.</returns>
    /// <exception cref="StoreException">A task that they are for can keep no more for now; parts may have been taken.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more; parts may have been taken.</exception>
    public ValueTask<IReadOnlyList<LineError>> WriteAsync(
        ReadOnlyMemory<byte> body, string database, string retentionPolicy, Precision precision, CancellationToken cancellationToken = default) =>
        WriteAsync([body], database, retentionPolicy, precision, cancellationToken);

    /// <summary>The same for texts that came one by one: what is not closed in one cannot swallow the next.</summary>
    public async ValueTask<IReadOnlyList<LineError>> WriteAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> bodies, string database, string retentionPolicy, Precision precision, CancellationToken cancellationToken = default)
    {
        var origin = series.OriginOf(database, retentionPolicy.Length > 0 ? retentionPolicy : _defaultRetentionPolicy);
        var here = time.GetUtcNow();
        var now = Instant.From(here).UnixNanoseconds;
        var progress = new ReadProgress();
        var before = Task.CompletedTask;
        for (var at = 0; at < bodies.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = PointBatch.Rent(origin);
            var begin = (at, progress.At);
            var completed = batch.Completed;
            try
            {
                at = ReadPart(bodies, at, ref progress, batch, precision, now);
                if (master.WhyRefused(batch) is { } why)
                    throw new StoreException(why);
            }
            catch
            {
                batch.Release();
                throw;
            }

            Interlocked.Add(ref _points, batch.Count);
            if (batch.Count > 0)
                Interlocked.Exchange(ref _lastTicks, here.UtcTicks);
            master.Ingress.Count(batch);
            if (journal is null || batch.Count == 0)
                await master.WriteAsync(batch).ConfigureAwait(false);
            else
                await KeepAsync(journal, batch, new JournalEntry(origin.Database, origin.RetentionPolicy, precision, now, Between(bodies, begin, (at, progress.At)))).ConfigureAwait(false);
            await before.ConfigureAwait(false);
            before = completed;
        }

        if (_waitsForTasks)
            await before.ConfigureAwait(false);
        return progress.Errors ?? (IReadOnlyList<LineError>)[];
    }

    // The points may be used again as soon as they are handed over.
    private async ValueTask KeepAsync(Journal journal, PointBatch batch, JournalEntry entry)
    {
        // Those that wait behind this one are not to wait for that, too.
        if (batch.Measurement is null)
            batch.Split();
        try
        {
            await journal.AppendAsync(entry, position =>
            {
                batch.Position = position;
                return master.WriteAsync(batch);
            }).ConfigureAwait(false);
        }
        catch (StoreException)
        {
            batch.Release();
            throw;
        }
    }

    private static List<ReadOnlyMemory<byte>> Between(IReadOnlyList<ReadOnlyMemory<byte>> bodies, (int Body, int At) begin, (int Body, int At) end)
    {
        var texts = new List<ReadOnlyMemory<byte>>(1);
        for (var (body, at) = begin; body <= end.Body && body < bodies.Count; (body, at) = (body + 1, 0))
        {
            var text = body == end.Body ? bodies[body][at..end.At] : bodies[body][at..];
            if (!text.IsEmpty)
                texts.Add(text);
        }

        return texts;
    }

    // Answers which body comes next.
    private int ReadPart(IReadOnlyList<ReadOnlyMemory<byte>> bodies, int at, ref ReadProgress progress, PointBatch batch, Precision precision, long now)
    {
        do
        {
            if (LineProtocolReader.ReadPart(bodies[at].Span, ref progress, series, batch, precision, now))
                return at;
            progress = new ReadProgress { Errors = progress.Errors };
            at++;
        }
        while (at < bodies.Count && batch.Count < PointBatch.KeptPoints);
        return at;
    }
}
