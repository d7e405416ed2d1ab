using System.Runtime.CompilerServices;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Processing;

/// <summary>A processor that keeps something for each group.</summary>
/// <typeparam name="TState">What is kept.</typeparam>
internal abstract class GroupedProcessor<TState>(NodeContext context) : Processor(context)
    where TState : class
{
    private readonly int _slot = context.NewStateSlot();

    /// <summary>Passes a barrier on. One that comes before any data of its group makes the group known to the node.</summary>
    public override void OnBarrier(Group group, long time)
    {
        StateOf(group);
        EmitBarrier(group, time);
    }

    /// <summary>Drops what is kept for the group and passes the message on.</summary>
    public override void OnDeleteGroup(Group group)
    {
        Forget(group);
        EmitDeleteGroup(group);
    }

    internal override void OnYield(Group group)
    {
        if (group.State(_slot) is not null)
            Context.Stats.WorkingCardinality--;
    }

    internal override void OnAdopt(Group group)
    {
        if (group.State(_slot) is not null)
            Context.Stats.WorkingCardinality++;
    }

    internal abstract override string? StateShape { get; }

    internal sealed override bool TrySave(Group group, StateWriter writer)
    {
        if (FindState(group) is not { } state)
            return false;
        Save(state, writer);
        return true;
    }

    internal sealed override void LoadGroup(Group group, StateReader reader) => Put(group, Load(group, reader));

    /// <summary>Writes what is kept for a group.</summary>
    protected abstract void Save(TState state, StateWriter writer);

    /// <summary>Makes what <see cref="Save"/> wrote.</summary>
    protected abstract TState Load(Group group, StateReader reader);

    /// <summary>Makes what is kept for a group when its first message arrives.</summary>
    /// <param name="group">The group.</param>
    /// <param name="name">The measurement of the first message; <c>barrier</c> when that is a barrier.</param>
    protected abstract TState CreateState(Group group, string name);

    /// <summary>What is kept for the group of a point.</summary>
    protected TState StateOf(Group group, Point point)
    {
        Touch(group);
        return FindState(group) ?? NewState(group, point.Name);
    }

    /// <summary>What is kept for the group of a batch.</summary>
    protected TState StateOf(Batch batch)
    {
        Touch(batch.Group);
        return FindState(batch.Group) ?? NewState(batch.Group, batch.Name);
    }

    /// <summary>What is kept for the group of a barrier.</summary>
    protected TState StateOf(Group group)
    {
        Touch(group);
        return FindState(group) ?? NewState(group, "barrier");
    }

    /// <summary>Notes that what is kept for a group changes: the others do so themselves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void Touch(Group group)
    {
        if (group.IsUnchanged)
            Context.Groups.Mark(group);
    }

    /// <summary>What is kept for a group, or null when no message came yet.</summary>
    /// <remarks>A cast would ask the runtime what TState is, for every point. The slot is this node's own: nothing else is in it.</remarks>
    protected TState? FindState(Group group) => Unsafe.As<TState?>(group.State(_slot));

    /// <summary>Drops what is kept for a group.</summary>
    protected virtual void Forget(Group group)
    {
        if (group.State(_slot) is null)
            return;

        Touch(group);
        group.SetState(_slot, null);
        if (Context.Counts(group))
            Context.Stats.WorkingCardinality--;
        Context.Groups.Forget(group);
    }

    private TState NewState(Group group, string name)
    {
        var state = CreateState(group, name);
        Put(group, state);
        return state;
    }

    private void Put(Group group, TState state)
    {
        group.SetState(_slot, state);
        Context.Groups.Hold(group);
        if (Context.Counts(group))
            Context.Stats.WorkingCardinality++;
    }
}
