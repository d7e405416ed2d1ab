using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.Clocks;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Barrier;

internal sealed class BarrierProcessor(BarrierNode node, NodeContext context) : GroupedProcessor<BarrierProcessor.State>(context)
{
    private readonly TimeSpan _every = (node.Period > Duration.Zero ? node.Period : node.Idle).ToTimeSpan();
    private readonly DataClock? _data = context.Services.TimePassesWithData ? new DataClock() : null;

    private TimeProvider Time => _data?.Time ?? Context.Services.Time;

    public override void OnPoint(Point point, Group group)
    {
        MoveTo(point.Time, group);
        if (Accept(StateOf(group, point), point.Time))
            Emit(point, group);
    }

    public override void OnBatch(Batch batch)
    {
        MoveTo(batch.Points.Count > 0 ? batch.Points[0].Time : batch.Time, batch.Group);
        var state = StateOf(batch);
        var points = batch.Points.Where(point => Accept(state, point.Time)).ToArray();
        if (points.Length == 0)
            Accept(state, batch.Time); // Time goes on from it all the same.
        Emit(points.Length == batch.Points.Count ? batch : batch with { Points = points });
    }

    public override void OnBarrier(Group group, long time)
    {
        MoveTo(time, group);
        var state = StateOf(group);
        if (!Accept(state, time))
            return;
        state.Barrier = time;
        EmitBarrier(group, time);
    }

    internal override string StateShape => $"{node.Idle} {node.Period}";

    protected override void Save(State state, StateWriter writer)
    {
        writer.Write(Time.GetElapsedTime(state.LastSeen).Ticks);
        writer.Write(state.Last);
        writer.Write(state.Barrier);
    }

    /// <summary>The time in which nothing ran does not count as silence.</summary>
    protected override State Load(Group group, StateReader reader)
    {
        var silence = new TimeSpan(Math.Clamp(reader.ReadInteger(), 0, _every.Ticks));
        var state = new State { Last = reader.ReadInteger(), Barrier = reader.ReadInteger() };
        state.LastSeen = Time.GetTimestamp() - (long)(silence.TotalSeconds * Time.TimestampFrequency);
        Start(group, state, node.Period > Duration.Zero ? _every : _every - silence);
        return state;
    }

    protected override State CreateState(Group group, string name)
    {
        var state = new State();
        state.LastSeen = Time.GetTimestamp();
        Start(group, state, _every);
        return state;
    }

    private void Start(Group group, State state, TimeSpan due) => state.Timer = node.Period > Duration.Zero
        ? Schedule(() => Tick(group, state), due, _every)
        : Schedule(() => Idle(group, state), due, Timeout.InfiniteTimeSpan);

    // What is due by the time of data is called by the point that brings the time, on this thread.
    private ITimer Schedule(Action action, TimeSpan due, TimeSpan period) =>
        _data is null ? Context.Schedule(action, due, period) : _data.Time.CreateTimer(_ => action(), null, due, period);

    private void MoveTo(long time, Group group)
    {
        if (_data is null)
            return;
        _data.MoveTo(time);
        Context.Groups.Hold(group); // A barrier may have ended it on the way.
    }

    protected override void Forget(Group group)
    {
        FindState(group)?.Timer?.Dispose();
        base.Forget(group);
    }

    private bool Accept(State state, long time)
    {
        if (time < state.Barrier)
            return false;

        state.Last = time;
        state.LastSeen = Time.GetTimestamp();
        return true;
    }

    internal override void OnTick(Group group, long time)
    {
        // What is not later is part of the state that the task goes on from.
        if (FindState(group) is not { } state || time <= state.Barrier)
            return;
        if (node.Period <= Duration.Zero)
            state.Last = time;
        state.LastSeen = Time.GetTimestamp();
        Pass(group, state, time);
    }

    private void Tick(Group group, State state)
    {
        if (!Context.CatchesUp)
            Pass(group, state, Instant.From(Time.GetUtcNow()).UnixNanoseconds);
    }

    private void Idle(Group group, State state)
    {
        if (Context.CatchesUp)
        {
            state.Timer?.Change(_every, Timeout.InfiniteTimeSpan);
            return;
        }

        // Data that came meanwhile, or that waited in the queue before this, moves the time on without touching the timer.
        var left = _every - Time.GetElapsedTime(state.LastSeen);
        if (left > TimeSpan.Zero)
        {
            state.Timer?.Change(left, Timeout.InfiniteTimeSpan);
            return;
        }

        Touch(group);

        // Time goes on from the last data, not from the clock on the wall.
        state.Last += node.Idle.Nanoseconds;
        state.LastSeen = Time.GetTimestamp();
        state.Timer?.Change(_every, Timeout.InfiniteTimeSpan);
        Pass(group, state, state.Last);
    }

    private void Pass(Group group, State state, long time)
    {
        // A timer that was due when its group ended.
        if (!ReferenceEquals(FindState(group), state))
            return;

        Touch(group);
        Context.NoteTick(group, time);
        state.Barrier = time;
        EmitBarrier(group, time);
        if (node.Delete)
            OnDeleteGroup(group);
    }

    /// <summary>What is known of a group: its clock, the last time accepted and the last barrier.</summary>
    internal sealed class State
    {
        public ITimer? Timer { get; set; }

        /// <summary>When data came last, by the clock on the wall.</summary>
        public long LastSeen { get; set; }

        public long Last { get; set; }

        public long Barrier { get; set; } = long.MinValue;
    }
}
