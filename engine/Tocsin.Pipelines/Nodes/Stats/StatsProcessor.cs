using Tocsin.Alerting.Names;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Stats;

internal sealed class StatsProcessor(StatsNode node, NodeContext context) : Processor(context)
{
    private static readonly FieldLayout Layout = FieldLayout.Of(("emitted", FieldType.Integer));

    // The node watched comes before this one in the graph, so it and its edge, which OnLinked saw to, are there before this one starts.
    private readonly bool _isGrouped = WatchedStream.IsGrouped(node.Watched!);
    private Dictionary<Group, long> _counts = [];
    private GroupMemory? _memory;

    private bool _hasTold;
    private bool _mayEndAlerts;

    public override void OnStart()
    {
        var edge = Context.ProcessorOf(node.Watched!).Outputs[0];
        _counts = edge.CountGroups();
        if (node.RemembersGroups && _isGrouped && Context.Services.Store is { } store)
            _memory = new GroupMemory(edge, store, WatchedStream.KeyOf(node.Watched!), node.ForgetAfter, Context);
        _memory?.Begin();
        _mayEndAlerts = node.AliveAbove is not null && Context.Services.Store is not null && Context.Services.Alerts.ReadOpenAlerts(NodeTopic.PrefixOf(Context.TaskId, Context.Services.Run)).Count > 0;
        var every = node.Interval.ToTimeSpan();
        if (!node.IsAligned)
        {
            Context.Schedule(() => Tell(Now), every, every);
            return;
        }

        var start = Now;
        var wait = new Duration(start.Truncate(node.Interval).UnixNanoseconds + node.Interval.Nanoseconds - start.UnixNanoseconds).ToTimeSpan();
        Context.Schedule(() => Tell(AlignedTime(start)), wait, every);
    }

    public override void OnStop() => _memory?.Flush();

    /// <summary>The first telling waits for a multiple of the interval but bears the time at which it began to wait, as with Kapacitor.</summary>
    private Instant AlignedTime(Instant start)
    {
        var time = _hasTold ? Now : start;
        _hasTold = true;
        return time.Round(node.Interval);
    }

    private Instant Now => Instant.From(Context.Services.Time.GetUtcNow());

    // They count what came before the start, and say nothing of what comes.
    internal override void OnCaughtUp()
    {
        foreach (var group in _counts.Keys)
            _counts[group] = 0;
    }

    private void Tell(Instant time)
    {
        if (Context.CatchesUp)
            return;

        foreach (var forgotten in _memory?.Look() ?? [])
            EmitDeleteGroup(forgotten);
        if (_counts.Count == 0 && !_isGrouped)
            Tell(time, Context.Groups.Nil, 0);
        foreach (var (group, count) in _counts)
        {
            if (_mayEndAlerts && count > node.AliveAbove)
                TellAlive(group, count);
            else
                Tell(time, group, count);
        }

        _mayEndAlerts = false;
    }

    // A rate takes two reports, the first of which comes within an interval of the start: who was dead before and is back by then would be called
    // so an interval late. Of who sent too little nothing is said before a whole interval is over.
    private void TellAlive(Group group, long count)
    {
        var now = Now.Round(node.Interval);
        Tell(new Instant(now.UnixNanoseconds - node.Interval.Nanoseconds), group, 0);
        Tell(now, group, count);
    }

    private void Tell(Instant time, Group group, long count)
    {
        var series = Context.Services.Series.Intern(Origin.None, StatsNode.Measurement, group.Tags);
        Emit(Point.Create(series, time.UnixNanoseconds, Layout, [count], []), group);
    }
}
