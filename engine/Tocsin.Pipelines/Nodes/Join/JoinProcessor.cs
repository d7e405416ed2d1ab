using System.Runtime.CompilerServices;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Join;

/// <summary>What joining points and joining batches have in common: groups, times, and the pairing of <c>.on()</c>.</summary>
/// <typeparam name="TItem">Point or batch.</typeparam>
internal abstract class JoinProcessor<TItem> : Processor
    where TItem : class
{
    // Enough for what passes through; a backlog that was worked off is not kept for ever.
    private const int MostUnusedSets = 1024;

    private readonly JoinNode _node;
    private readonly int _parents;
    private readonly int _slot;
    private readonly HashSet<JoinGroup<TItem>> _groups = [];
    private readonly Stack<JoinSet<TItem>> _unused = new();
    private readonly OnMatcher<TItem>? _matcher;
    private readonly FieldLayout[] _missing;

    // Of all groups: a group that a parent has never had takes the names of others.
    private readonly JoinMemory _memory;

    protected JoinProcessor(JoinNode node, JoinFill fill, NodeContext context)
        : base(context)
    {
        _node = node;
        _parents = context.Node.Parents.Count;
        _slot = context.NewStateSlot();
        Fill = fill;
        Fields = new MergedFields(node.Prefixes, node.Delimiter, fill);
        _missing = new FieldLayout[_parents];
        _memory = ForeseenData.Of(context);
        if (node.Dimensions.Count > 0)
            _matcher = new OnMatcher<TItem>(this, node.Dimensions, _parents, context.NewStateSlot());
    }

    protected JoinFill Fill { get; }

    protected MergedFields Fields { get; }

    /// <summary>Lets everything go that still waits, whether its partners came or not.</summary>
    internal override void OnEnd() => EmitAll(isIncompleteToo: true);

    /// <summary>Lets everything go that still waits and has its partners, unless it can wait over a restart.</summary>
    public override void OnStop()
    {
        if (!Context.GoesOn)
            EmitAll(isIncompleteToo: false);
    }

    private void EmitAll(bool isIncompleteToo)
    {
        foreach (var group in _groups)
            group.EmitAll(isIncompleteToo);
    }

    /// <summary>Drops what waits in the group, and forgets it.</summary>
    public override void OnDeleteGroup(Group group)
    {
        _matcher?.Forget(group);
        if (group.State(_slot) is not JoinGroup<TItem> joined)
        {
            EmitDeleteGroup(group);
            return;
        }

        if (group.IsUnchanged)
            Context.Groups.Mark(group);
        group.SetState(_slot, null);
        _groups.Remove(joined);
        Context.Stats.WorkingCardinality--;
        EmitDeleteGroup(joined.Output.Series is null ? group : joined.Output.Group);
    }

    internal override string StateShape => $"{_parents} {_node.Tolerance} {string.Join(',', _node.Dimensions)}";

    internal override void SaveShared(StateWriter writer)
    {
        _memory.Save(writer);
        _matcher?.Save(writer);
    }

    internal override void LoadShared(StateReader reader)
    {
        _memory.Load(reader);
        _matcher?.Load(reader);
    }

    internal override bool TrySave(Group group, StateWriter writer)
    {
        if (group.State(_slot) is not JoinGroup<TItem> joined)
            return false;
        joined.Save(writer);
        return true;
    }

    internal override void LoadGroup(Group group, StateReader reader)
    {
        Context.Groups.Hold(group);
        GroupOf(group).Load(reader);
    }

    /// <summary>Writes down an item.</summary>
    internal abstract void Save(TItem item, StateWriter writer);

    /// <summary>Makes what <see cref="Save"/> wrote.</summary>
    internal abstract TItem Load(StateReader reader);

    internal override Receiver InputOf(int parent) => new JoinInput<TItem>(this, parent);

    /// <summary>Takes what came from a parent.</summary>
    internal abstract void Take(int parent, Point point, Group group);

    /// <summary>Takes what came from a parent.</summary>
    internal abstract void Take(int parent, Batch batch, Group group);

    internal void TakeBarrier(int parent, Group group, long time)
    {
        GroupOf(group).Advance(parent, Round(time));
        EmitBarrier(group, time);
    }

    /// <summary>The end of a group at one parent says nothing of the others, unless the script says so.</summary>
    internal void TakeDeleteGroup(Group group)
    {
        if (_node.DeleteAll)
            OnDeleteGroup(group);
    }

    /// <summary>The same item, lasting beyond the call that brought it.</summary>
    internal abstract TItem Keep(TItem item);

    /// <summary>Keeps in mind how the data of a parent looks.</summary>
    internal abstract void Remember(JoinMemory memory, int parent, TItem item);

    /// <summary>Emits what became of a set.</summary>
    internal abstract void EmitSet(JoinGroup<TItem> group, JoinSet<TItem> set);

    internal JoinSet<TItem> RentSet(long time)
    {
        if (!_unused.TryPop(out var set))
            set = new JoinSet<TItem>(_parents);
        set.Time = time;
        return set;
    }

    internal void Return(JoinSet<TItem> set)
    {
        set.Clear();
        if (_unused.Count < MostUnusedSets)
            _unused.Push(set);
    }

    internal JoinGroup<TItem> GroupOf(Group group)
    {
        if (group.IsUnchanged)
            Context.Groups.Mark(group);

        // The slot is this node's own: nothing else is in it.
        if (Unsafe.As<JoinGroup<TItem>?>(group.State(_slot)) is { } known)
            return known;

        var joined = new JoinGroup<TItem>(this, group, _parents);
        group.SetState(_slot, joined);
        _groups.Add(joined);
        Context.Stats.WorkingCardinality++;
        return joined;
    }

    protected void Collect(int parent, TItem item, string name, Group group, long time)
    {
        Remember(_memory, parent, item);
        var rounded = Round(time);
        if (_matcher is null)
            GroupOf(group).Collect(parent, item, rounded);
        else
            _matcher.Match(parent, item, name, group, rounded);
    }

    protected long Round(long time) => _node.Tolerance <= Duration.Zero ? time : new Instant(time).Round(_node.Tolerance).UnixNanoseconds;

    /// <summary>
    /// Where a set goes. Its measurement is that of the first node also when that node is missing: an alert would have another id otherwise.
    /// </summary>
    protected JoinOutput OutputOf(JoinGroup<TItem> group, string firstName)
    {
        var name = _node.StreamName.Length > 0 ? _node.StreamName : group.Memory.NameOf(0) ?? _memory.NameOf(0) ?? firstName;
        group.Output = group.Output.For(name, group.Group, Context.Services.Series, Context.Groups);
        return group.Output;
    }

    /// <summary>By parent the names of the fields that stand for those of a point that is missing.</summary>
    /// <param name="present">The fields of the first point there is: the names of a parent of which nothing is known.</param>
    protected FieldLayout[] MissingOf(JoinGroup<TItem> group, FieldLayout present)
    {
        for (var i = 0; i < _missing.Length; i++)
            _missing[i] = group.Memory.LayoutOf(i) ?? _memory.LayoutOf(i) ?? present;
        return _missing;
    }
}
