using System.Numerics;
using Microsoft.Extensions.Logging;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Tasks.Loops;

/// <summary>
/// Deals the points of a busy task to several loops, by the tags of <see cref="SplitPlan"/>. The first loop takes all that comes, hands to each
/// lane the batches in which it has points, and works on its own: so every series keeps its order, and nobody has to agree with anybody. When
/// that loop has too much to do and cores are idle, each loop gives half of its groups to a new one, between two batches.
/// </summary>
/// <remarks>Called by the thread of the first loop, but for what says otherwise.</remarks>
internal sealed class TaskLanes
{
    private readonly Pipeline _first;
    private readonly SplitPlan _plan;
    private readonly Func<TaskLane> _make;
    private readonly LoopPressure _pressure;
    private readonly ILogger _logger;
    private SeriesDeal? _deal;
    private volatile TaskLane[] _lanes = [];
    private volatile bool _isAbandoned;
    private volatile bool _isHurried;
    private volatile string _failure = "";

    /// <param name="first">The pipeline of the first loop.</param>
    /// <param name="plan">By what the points are dealt.</param>
    /// <param name="make">Makes a lane.</param>
    public TaskLanes(Pipeline first, SplitPlan plan, Func<TaskLane> make)
    {
        _first = first;
        _plan = plan;
        _make = make;
        var services = first.Services;
        _logger = services.LoggerFactory.CreateLogger("tocsin.task");
        Limit = plan.CanSplit ? LoopsFor(services.MostLoops.Current) : 1;
        _pressure = new LoopPressure(services.Time, services.CpuTime, services.Cores);
    }

    /// <summary>The lanes beside the first loop. For any thread.</summary>
    public IReadOnlyList<TaskLane> All => _lanes;

    /// <summary>True when there may be lanes, now or later. For any thread.</summary>
    public bool MaySplit => Limit > 1;

    /// <summary>How many loops there are and why no more. For any thread.</summary>
    public TaskLoops Loops => new(
        1 + _lanes.Length,
        Limit,
        !_plan.CanSplit ? _plan.Obstacle
        : _failure.Length > 0 ? $"another one could not be made: {_failure}"
        : Limit == 1 ? "task.loops, or the number of cores, lets it have no more"
        : 1 + _lanes.Length >= Limit ? "it has as many as task.loops, or the number of cores, lets it have"
        : "they are enough, or no core is idle for more");

    /// <summary>How many loops there are at most.</summary>
    private int Limit { get; }

    /// <summary>Hands points to the lanes that have some of them. Waits while one of them has too many.</summary>
    public ValueTask HandAsync(QueuedPoints points) => _lanes.Length == 0 ? ValueTask.CompletedTask : HandAsync(points, _lanes);

    /// <summary>A time stamp for the begin of work on a batch.</summary>
    public long Begin() => _pressure.Begin();

    /// <summary>Takes note of a batch that is done; true when there should be more loops.</summary>
    public bool End(long begin) => _pressure.End(begin, 1 + _lanes.Length) && 1 + _lanes.Length < Limit && _failure.Length == 0;

    /// <summary>Makes twice as many loops. Called between two batches of the first one.</summary>
    public async Task SplitAsync()
    {
        var before = _lanes;
        if (TryMake(before.Length + 1) is not { } added)
            return;

        var count = 2 * added.Count;
        for (var i = 0; i < added.Count; i++)
        {
            var (from, number) = (i == 0 ? _first : before[i - 1].Pipeline, i);
            if (number == 0)
                Move(from, number, added[number].Pipeline, count);
            else
                await before[number - 1].RunAsync(() => Move(from, number, added[number].Pipeline, count)).ConfigureAwait(false);
        }

        foreach (var lane in added)
            lane.Loop.Start(lane.Pipeline, hasOwnThread: false);
        _deal = new SeriesDeal(_plan.Tags, count);
        _lanes = [.. before, .. added];
        if (_isHurried)
            Hurry();
        if (_isAbandoned)
            Abandon();
        LoopLog.Split(_logger, _first.TaskId, count, _plan.Tags.ToString());
    }

    /// <summary>Ends when the lanes are through with what they have. For any thread.</summary>
    public Task DrainAsync() => Task.WhenAll(_lanes.Select(lane => lane.RunAsync(static () => { })));

    /// <summary>Takes nothing more and ends when all that was handed out is processed. For any thread, when the first loop has ended.</summary>
    /// <param name="patience">How long that may take; the rest is left.</param>
    public Task StopAsync(TimeSpan patience) => Task.WhenAll(_lanes.Select(lane => lane.Loop.StopAsync(patience)));

    /// <summary>Processes no more points, as <see cref="TaskLoop.Hurry"/> does. For any thread.</summary>
    public void Hurry()
    {
        _isHurried = true;
        foreach (var lane in _lanes)
            lane.Loop.Hurry();
    }

    /// <summary>Leaves everything, as <see cref="TaskLoop.Abandon"/> does. For any thread.</summary>
    public void Abandon()
    {
        _isAbandoned = true;
        foreach (var lane in _lanes)
            lane.Loop.Abandon();
    }

    private static int LoopsFor(int limit) => 1 << BitOperations.Log2((uint)Math.Clamp(limit, 1, SeriesDeal.MostLoops));

    private async ValueTask HandAsync(QueuedPoints points, TaskLane[] lanes)
    {
        var wanted = _deal!.LoopsOf(points.Share); // Who has lanes deals.
        for (var i = 0; i < lanes.Length; i++)
        {
            if ((wanted >> (i + 1) & 1) == 0)
                continue;
            points.Batch.Hold();
            await lanes[i].Loop.EnqueueAsync(points).ConfigureAwait(false);
        }
    }

    private List<TaskLane>? TryMake(int count)
    {
        var made = new List<TaskLane>();
        try
        {
            while (made.Count < count)
            {
                made.Add(_make());
                made[^1].Pipeline.Start();
            }

            return made;
        }
        catch (Exception problem)
        {
            // Whatever it is: the task goes on with the loops it has.
            foreach (var lane in made)
                lane.Pipeline.Stop();
            _failure = problem.Message;
            LoopLog.NotSplit(_logger, _first.TaskId, problem.Message);
            return null;
        }
    }

    // On the thread of the pipeline that gives; the other one runs only after this.
    private void Move(Pipeline from, int number, Pipeline to, int count)
    {
        var deal = new SeriesDeal(_plan.Tags, count);
        var other = number + (count / 2);
        to.Adopt(from.Yield(group => deal.LoopOf(group) == other));
        from.Source.Part = new SeriesPart(deal, number);
        to.Source.Part = new SeriesPart(new SeriesDeal(_plan.Tags, count), other);
    }
}
