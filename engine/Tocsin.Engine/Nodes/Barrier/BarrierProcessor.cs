using Tocsin.Dsl.Time;
using Tocsin.Engine.Data;
using Tocsin.Engine.Pipelines;

namespace Tocsin.Engine.Nodes.Barrier;

internal sealed class BarrierProcessor(BarrierNode node, NodeContext context) : GroupedProcessor<BarrierProcessor.State>(context)
{
    public override void OnPoint(Point point, Group group)
    {
        if (Accept(StateOf(group, point), point.Time))
            Emit(point, group);
    }

    public override void OnBatch(Batch batch)
    {
        var state = StateOf(batch);
        var points = batch.Points.Where(point => Accept(state, point.Time)).ToArray();
        Restart(state);
        Emit(points.Length == batch.Points.Count ? batch : batch with { Points = points });
    }

    public override void OnBarrier(Group group, long time)
    {
        var state = StateOf(group);
        if (!Accept(state, time))
            return;
        state.Barrier = time;
        EmitBarrier(group, time);
    }

    protected override State CreateState(Group group, string name)
    {
        var state = new State();
        state.Timer = node.Period > Duration.Zero
            ? Context.Schedule(() => Pass(group, state, Instant.From(Context.Services.Time.GetUtcNow()).UnixNanoseconds), Every, Every)
            : Context.Schedule(() => Idle(group, state), Every, Every);
        return state;
    }

    protected override void Forget(Group group)
    {
        FindState(group)?.Timer?.Dispose();
        base.Forget(group);
    }

    private TimeSpan Every => (node.Period > Duration.Zero ? node.Period : node.Idle).ToTimeSpan();

    private bool Accept(State state, long time)
    {
        if (time < state.Barrier)
            return false;

        state.Last = time;
        Restart(state);
        return true;
    }

    private void Restart(State state)
    {
        if (node.Period <= Duration.Zero)
            state.Timer?.Change(Every, Every);
    }

    private void Idle(Group group, State state)
    {
        // Time goes on from the last data, not from the clock on the wall.
        state.Last += node.Idle.Nanoseconds;
        Pass(group, state, state.Last);
    }

    private void Pass(Group group, State state, long time)
    {
        // A timer that was due when its group ended.
        if (!ReferenceEquals(FindState(group), state))
            return;

        state.Barrier = time;
        EmitBarrier(group, time);
        if (node.Delete)
            OnDeleteGroup(group);
    }

    /// <summary>What is known of a group: its clock, the last time accepted and the last barrier.</summary>
    internal sealed class State
    {
        public ITimer? Timer { get; set; }

        public long Last { get; set; }

        public long Barrier { get; set; } = long.MinValue;
    }
}
