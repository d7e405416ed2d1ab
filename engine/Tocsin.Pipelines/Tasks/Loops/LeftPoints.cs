using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Tasks.Loops;

/// <summary>
/// The points that a task has not processed when it ends. They go to the task that takes its place, in the order they came and before all that
/// is written to that one. When none takes it, their writers learn that nobody has seen them. Safe for any number of threads.
/// </summary>
/// <param name="task">The task's id.</param>
internal sealed class LeftPoints(string task)
{
    private readonly Lock _gate = new();
    private readonly List<QueuedPoints> _ofLanes = []; // Dealt out before all that waits in the first loop.
    private readonly List<QueuedPoints> _ofFirst = [];
    private readonly List<(QueuedPoints Points, TaskCompletionSource Passed)> _late = [];
    private volatile bool _isExpecting;
    private bool _isUnwanted;
    private TaskLoop? _successor;
    private IReadOnlyList<Origin> _origins = [];
    private long _count;

    /// <summary>Points that the task had taken in and has not processed.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The position in the journal before the first that waits for a task; the highest there is when none does.</summary>
    public long Before
    {
        get
        {
            lock (_gate)
            {
                return _ofLanes.Concat(_ofFirst).Concat(_late.Select(late => late.Points)).Select(points => points.Batch.Position).Where(position => position > 0)
                    .DefaultIfEmpty(long.MaxValue).Min() - 1;
            }
        }
    }

    /// <summary>True while what is left waits for a task.</summary>
    public bool IsExpecting => _isExpecting;

    /// <summary>All that is left waits until <see cref="HandOver"/>.</summary>
    public void ExpectSuccessor()
    {
        lock (_gate)
            _isExpecting = _successor is null;
    }

    /// <summary>The task is to see nothing more of what comes from now on: that is not for it, and its writers go on.</summary>
    public void WantNoMore()
    {
        lock (_gate)
            _isUnwanted = true;
    }

    /// <summary>Leaves points that the task had taken in.</summary>
    /// <param name="isOfLane">True for those that a loop beside the first has.</param>
    public void Leave(QueuedPoints points, bool isOfLane)
    {
        TaskLoop? successor;
        lock (_gate)
        {
            _count += points.Share.Count;
            if (_isExpecting)
            {
                (isOfLane ? _ofLanes : _ofFirst).Add(points);
                return;
            }

            successor = _successor;
        }

        if (successor is null)
            Refuse(points);
        else
            Give(successor, [points]);
    }

    /// <summary>Takes points that come when the task takes nothing more. Ends when it is known who has them.</summary>
    public ValueTask PassOnAsync(QueuedPoints points)
    {
        TaskLoop? successor;
        bool isUnwanted;
        lock (_gate)
        {
            if (_isExpecting)
            {
                var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _late.Add((points, passed));
                return new ValueTask(passed.Task);
            }

            (successor, isUnwanted) = (_successor, _isUnwanted);
        }

        if (successor is not null && IsWanted(points))
            return successor.EnqueueAsync(points.Share);
        if (successor is not null || isUnwanted)
            points.Batch.Release();
        else
            Refuse(points);
        return ValueTask.CompletedTask;
    }

    /// <summary>Gives away what waits.</summary>
    /// <param name="successor">The first loop of the task that takes it, and runs; null when none does.</param>
    /// <param name="origins">The databases and retention policies that this task reads.</param>
    public void HandOver(TaskLoop? successor, IReadOnlyList<Origin> origins)
    {
        lock (_gate)
        {
            if (!_isExpecting)
                return;

            // What comes meanwhile waits: it is behind these.
            var left = (List<QueuedPoints>)[.. _ofLanes.OrderBy(points => points.Since), .. _ofFirst, .. _late.Select(late => late.Points).OrderBy(points => points.Since)];
            _origins = origins;
            if (successor is not null)
                Give(successor, left);
            else
                left.ForEach(Refuse);
            (_isExpecting, _successor) = (false, successor);
            _late.ForEach(static late => late.Passed.SetResult());
            _ofLanes.Clear();
            _ofFirst.Clear();
            _late.Clear();
        }
    }

    private void Give(TaskLoop successor, List<QueuedPoints> left)
    {
        // As it is defined now, the task does not want the others. Asked before it has its own: those may be over at once.
        var others = left.FindAll(points => !IsWanted(points));
        successor.Inherit(left.FindAll(IsWanted));
        others.ForEach(static points => points.Batch.Release());
    }

    private bool IsWanted(QueuedPoints points) => _origins.Contains(points.Batch.Origin);

    private void Refuse(QueuedPoints points) => points.Batch.Fail(new UnseenPointsException(task));
}
