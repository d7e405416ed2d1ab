using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Tocsin.Alerting.Tracing;

namespace Tocsin.Pipelines.Data;

/// <summary>
/// The points of one write, shared by all tasks that want them. Counted: the writer holds it once, each task once; when the last lets go,
/// <see cref="Completed"/> ends and the batch is used again for another write.
/// </summary>
internal sealed class PointBatch
{
    /// <summary>Points of a batch that is used again.</summary>
    internal const int KeptPoints = 20_000;

    private const int KeptBatches = 64;

    // The last that was let go of is used first: a few warm and large ones do the work, not all in turn.
    private static readonly ConcurrentStack<PointBatch> Pool = new();

    private readonly MeasurementParts _parts = new();
    private Point[] _points = [];
    private int _holders;
    private volatile bool _isLost;
    private TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PointBatch()
    {
    }

    /// <summary>Where the points were written to.</summary>
    public Origin Origin { get; private set; } = Origin.None;

    public int Count { get; private set; }

    /// <summary>The measurement of all points; null when they have several.</summary>
    public Measurement? Measurement { get; private set; }

    /// <summary>The span of what wrote it; null when that is not traced.</summary>
    public ActivityContext? Trace { get; private set; }

    /// <summary>Where it stands in the journal; 0 when it stands nowhere.</summary>
    public long Position { get; set; }

    /// <summary>True when it comes out of the journal, for tasks that have not processed it.</summary>
    public bool IsCaughtUp { get; set; }

    /// <summary>The nodes that wrote it; null for points from outside.</summary>
    internal BatchWriters? Writers { get; set; }

    public ReadOnlySpan<Point> Points => _points.AsSpan(0, Count);

    /// <summary>All points, for a task that wants them all.</summary>
    public BatchShare All => new(this);

    /// <summary>Ends when nobody holds the batch any more: all tasks are through with it and their alerts are safe.</summary>
    public Task Completed => _completed.Task;

    /// <summary>An empty batch, held by the caller.</summary>
    public static PointBatch Rent(Origin origin)
    {
        if (!Pool.TryPop(out var batch))
            batch = new PointBatch();
        batch.Origin = origin;
        batch.Count = 0;
        batch.Measurement = null;
        batch.Writers = null;
        batch.Position = 0;
        batch.IsCaughtUp = false;
        batch.Trace = Traces.Current?.Context;
        batch._holders = 1;
        if (batch._completed.Task.IsCompleted)
            batch._completed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return batch;
    }

    /// <summary>Holds the batch once more.</summary>
    public void Hold() => Interlocked.Increment(ref _holders);

    /// <summary>Lets go of the batch; its points must not be touched after.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) != 0)
            return;

        _completed.TrySetResult();
        _parts.Clear();
        if (!_isLost && _points.Length <= KeptPoints && Pool.Count < KeptBatches)
            Pool.Push(this);
    }

    /// <summary>Leaves its points to the garbage collector: somebody who is let go of may still read them.</summary>
    public void NeverReuse() => _isLost = true;

    /// <summary>Lets go of the batch and makes <see cref="Completed"/> fail: something that the writer counts on did not happen.</summary>
    public void Fail(Exception problem)
    {
        _completed.TrySetException(problem);
        Release();
    }

    /// <summary>Adds a point that lasts by itself.</summary>
    public void Add(Point point)
    {
        // Its own point in the array would be used again, and this one is not ours to change.
        if (Count == _points.Length)
            Grow();
        _points[Count] = point.Keep();
        Accept();
    }

    /// <summary>The next free point, which <see cref="Accept"/> then makes part of the batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Point Next()
    {
        if (Count == _points.Length)
            Grow();
        ref var point = ref _points[Count];
        return point is { IsPooled: true } ? point : point = Point.Pooled();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Accept()
    {
        var measurement = _points[Count].Series.Measurement;
        if (Count++ == 0)
            Measurement = measurement;
        else if (!ReferenceEquals(measurement, Measurement))
            Measurement = null;
    }

    /// <summary>The points by measurement. For the writer's thread, when all points are in.</summary>
    internal IReadOnlyList<MeasurementPart> Split() => _parts.Split(Points);

    /// <summary>The place of the next point of the same measurement; -1 behind the last. For a batch that was split.</summary>
    internal int After(int at) => _parts.After(at);

    /// <summary>Takes back all points but the first ones.</summary>
    internal void CutTo(int count) => Count = count;

    private void Grow() => Array.Resize(ref _points, Math.Max(16, _points.Length * 2));
}
