using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Union;

internal sealed class UnionProcessor : Processor
{
    private readonly string _name;
    private readonly UnionSource[] _sources;
    private readonly SeriesCache<Series> _renamed = new();

    public UnionProcessor(string name, NodeContext context)
        : base(context)
    {
        _name = name;

        // The node before the | comes last: of one time what the arguments have goes first.
        _sources = new UnionSource[context.Node.Parents.Count];
        for (var i = 0; i < _sources.Length; i++)
            _sources[i] = new UnionSource(this);
    }

    /// <summary>Emits what every source has reached.</summary>
    public void EmitReady()
    {
        while (ReachedByAll() is { } mark && EmitUpTo(mark))
        {
            // What became first in a source may let others go on.
        }
    }

    internal override string StateShape => $"{_sources.Length}";

    internal override void SaveShared(StateWriter writer)
    {
        foreach (var source in _sources)
            source.Save(writer);
    }

    internal override void LoadShared(StateReader reader)
    {
        foreach (var source in _sources)
            source.Load(reader);
    }

    /// <summary>Lets everything go that still waits, in the order of time, unless it can wait over a restart.</summary>
    public override void OnStop()
    {
        while (!Context.GoesOn && EarliestHead() is { } mark)
            EmitUpTo(mark);
    }

    internal override Receiver InputOf(int parent) => _sources[parent == 0 ? ^1 : parent - 1];

    private long? ReachedByAll()
    {
        var reached = long.MaxValue;
        foreach (var source in _sources)
        {
            source.LookAtHead();
            if (source.Mark is not { } mark)
                return null;
            reached = Math.Min(reached, mark);
        }

        return reached;
    }

    private long? EarliestHead()
    {
        long? earliest = null;
        foreach (var source in _sources)
        {
            if (!source.IsEmpty && (earliest is null || source.HeadTime < earliest))
                earliest = source.HeadTime;
        }

        return earliest;
    }

    private bool EmitUpTo(long mark)
    {
        var hasEmitted = false;
        foreach (var source in _sources)
        {
            while (!source.IsEmpty && source.HeadTime <= mark)
            {
                Emit(source.Remove());
                hasEmitted = true;
            }
        }

        return hasEmitted;
    }

    private void Emit(UnionItem item)
    {
        if (item.Point is { } point)
            EmitRenamed(point, item.Group);
        else if (item.Batch is { } batch)
            EmitRenamed(batch);
        else
            EmitBarrier(item.Group, item.Time);
    }

    private void EmitRenamed(Point point, Group group)
    {
        if (_name.Length == 0)
            Emit(point, group);
        else
            Emit(point.With(SeriesOf(point), point.Time), GroupOf(group));
    }

    private void EmitRenamed(Batch batch)
    {
        if (_name.Length == 0)
        {
            Emit(batch);
            return;
        }

        var points = new Point[batch.Points.Count];
        for (var i = 0; i < points.Length; i++)
            points[i] = batch.Points[i].With(SeriesOf(batch.Points[i]), batch.Points[i].Time);
        Emit(new Batch(_name, GroupOf(batch.Group), batch.Time, points));
    }

    private Series SeriesOf(Point point)
    {
        if (_renamed[point.Series] is { } known)
            return known;

        var series = Context.Services.Series.Intern(point.Series.Origin, _name, point.Tags);
        _renamed.Set(point.Series, series);
        return series;
    }

    private Group GroupOf(Group group) =>
        group.Dimensions.ByName ? Context.Groups.Find(group.Dimensions, _name, group.Tags) : group;
}
