using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.GroupBy;

/// <summary>
/// Puts points into other groups. Batches are taken apart and gathered anew: what belongs together leaves when a batch of another time
/// arrives.
/// </summary>
internal sealed class GroupByProcessor(Grouping grouping, NodeContext context) : Processor(context)
{
    // A point's new group follows from its series and, for the name's sake, from the group it came in.
    private readonly SeriesCache<Group> _unnamed = context.Groups.NewCache<Group>();
    private readonly SeriesCache<Group> _named = context.Groups.NewCache<Group>();
    private readonly GroupingDimensions _dimensions = new(grouping);
    private readonly Dictionary<Group, Gathered> _gathered = [];
    private readonly List<Gathered> _order = [];
    private long _gatheredTime;

    internal override SplitRule Split => Context.Node.Provides == EdgeKind.Batch ? SplitRule.Together("gathers batches of all groups") : SplitRule.Into(grouping.SplitTags);

    public override void OnPoint(Point point, Group group)
    {
        if (GroupOf(point, point.Name, grouping.IsByName || group.Dimensions.ByName) is { } own)
            Emit(point, own);
    }

    public override void OnBatch(Batch batch)
    {
        EmitGathered(batch.Time);
        _gatheredTime = batch.Time;
        var isByName = grouping.IsByName || batch.Group.Dimensions.ByName;
        foreach (var point in batch.Points)
        {
            if ((isByName ? Find(point, batch.Name, true) : GroupOf(point, batch.Name, false)) is not { } group)
                continue;
            if (!_gathered.TryGetValue(group, out var gathered))
            {
                _gathered[group] = gathered = new Gathered(batch.Name, group);
                _order.Add(gathered);
                Context.Stats.WorkingCardinality++;
            }

            gathered.Points.Add(point);
        }
    }

    public override void OnBarrier(Group group, long time)
    {
        EmitGathered(time);
        EmitBarrier(group, time);
    }

    internal override string? StateShape => Context.Node.Provides == EdgeKind.Batch ? grouping.Text : null;

    internal override string StatePlace => grouping.Text;

    internal override void SaveShared(StateWriter writer)
    {
        writer.Write(_gatheredTime);
        writer.WriteCount(_order.Count);
        foreach (var gathered in _order)
        {
            writer.Write(gathered.Name);
            writer.Write(gathered.Group);
            writer.Write(gathered.Points);
        }
    }

    internal override void LoadShared(StateReader reader)
    {
        _gatheredTime = reader.ReadInteger();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var gathered = new Gathered(reader.ReadText(), reader.ReadGroup());
            gathered.Points.AddRange(reader.ReadPoints());
            _gathered[gathered.Group] = gathered;
            _order.Add(gathered);
            Context.Stats.WorkingCardinality++;
        }
    }

    private Group? GroupOf(Point point, string name, bool isByName)
    {
        var cache = isByName ? _named : _unnamed;
        if (cache[point.Series] is { } known)
            return known;

        var group = Find(point, name, isByName);
        if (group is not null)
            cache.Set(point.Series, group);
        return group;
    }

    private Group? Find(Point point, string name, bool isByName)
    {
        if (Context.Groups.TryFind(_dimensions.Of(point.Tags, isByName), name, point.Tags, out var group))
            return group;
        Fail("refused a new group", Context.Groups.Fullness);
        return null;
    }

    private void EmitGathered(long time)
    {
        if (_order.Count == 0 || time == _gatheredTime)
            return;

        foreach (var gathered in _order)
            Emit(new Batch(gathered.Name, gathered.Group, _gatheredTime, [.. gathered.Points.OrderBy(point => point.Time)]));
        _gathered.Clear();
        _order.Clear();
        Context.Stats.WorkingCardinality = 0;
    }

    /// <summary>What belongs together so far, named after the batch that brought the first of it.</summary>
    private sealed class Gathered(string name, Group group)
    {
        public string Name { get; } = name;

        public Group Group { get; } = group;

        public List<Point> Points { get; } = [];
    }
}
