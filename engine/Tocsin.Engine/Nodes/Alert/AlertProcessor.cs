using Tocsin.Dsl.Data;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Data;
using Tocsin.Engine.Pipelines;
using Tocsin.Sdk;

namespace Tocsin.Engine.Nodes.Alert;

/// <summary>Levels in, events out: to the node's own topic, to its named topic, and down the pipeline.</summary>
internal sealed class AlertProcessor : GroupedProcessor<AlertState>
{
    private readonly AlertNode _node;
    private readonly LevelRules _rules;
    private readonly AlertOutput _output;
    private readonly AlertCounters _counters;
    private readonly AlertTopics _topics;
    private readonly AlertEvents _events;

    /// <exception cref="TaskStartException">A condition, a text or a handler of the node is wrong.</exception>
    public AlertProcessor(AlertNode node, NodeContext context)
        : base(context)
    {
        _node = node;
        _rules = new LevelRules(node, context, this);
        _counters = new AlertCounters(context.Stats);
        _events = new AlertEvents(node, context, this);
        _topics = new AlertTopics(node, context);
        _output = new AlertOutput(node, context);
    }

    public override void OnStart() => _topics.Open();

    public override void OnStop() => _topics.Close();

    public override void OnAbandon() => _topics.Close();

    public override void OnPoint(Point point, Group group)
    {
        var state = StateOf(group, point);
        Begin(state, group, point.Name, point.Tags);
        var level = _rules.LevelOf(point, state.Level);
        var before = state.Push(level);
        if (!IsEvent(state, before, point.Time))
            return;

        state.Trigger(before, point.Time);
        SetInhibitors(state);
        if (_node.OmitsRecoveries && level == AlertLevel.Ok)
            return;

        var alert = _events.Create(point, group, state);
        Publish(alert, state, point.Tags);
        var (changed, newGroup) = _output.Mark(point, group, alert);
        Emit(changed, newGroup);
    }

    public override void OnBatch(Batch batch)
    {
        if (batch.Points.Count == 0)
            return;

        var state = StateOf(batch);
        Begin(state, batch.Group, batch.Name, batch.Group.Tags);
        var (level, representative) = Judge(batch, state.Level);
        var time = level == AlertLevel.Ok || _node.IsForAllPoints ? batch.Time : representative.Time;
        var before = state.Push(level);
        var isEvent = level == AlertLevel.Ok ? before != level || IsRecoveryOwed(state) : !state.IsFlapping && IsDue(state, before, time);
        if (!isEvent)
            return;

        state.Trigger(before, time);
        SetInhibitors(state);
        if (_node.OmitsRecoveries && level == AlertLevel.Ok)
            return;

        var alert = _events.Create(batch, representative, state, time);
        Publish(alert, state, batch.Group.Tags);
        Emit(_output.Mark(batch, alert));
    }

    /// <summary>Counts an error that was logged before.</summary>
    public void FailQuietly() => Stats.Errors++;

    /// <summary>Logs without counting.</summary>
    public void LogOnly(string what, string why) => Log.NodeError(Context.Logger, what, Context.TaskId, Context.NodeName, why);

    protected override AlertState CreateState(Group group, string name) => new()
    {
        History = _node.FlapThresholds is { } thresholds ? new LevelHistory((int)Math.Clamp(_node.History, 2, 100_000), thresholds) : null,
        Inhibitors = _topics.CreateInhibitors(group),
    };

    protected override void Forget(Group group)
    {
        if (FindState(group) is { } state)
            _topics.Remove(state.Inhibitors);
        base.Forget(group);
    }

    /// <summary>Goes on from what a topic knows of the group from before. A barrier may have come first: it has no tags to make an id of.</summary>
    private void Begin(AlertState state, Group group, string name, TagSet tags)
    {
        if (state.IsBegun)
            return;

        state.IsBegun = true;
        if (_topics.HasTopic && _topics.Restore(_events.IdOf(group, name, tags)) is { Level: not AlertLevel.Ok } known)
            state.Restore(known.Level, known.UnixNanoseconds);
    }

    private bool IsEvent(AlertState state, AlertLevel before, long time)
    {
        if (state.IsFlapping)
            return false;
        return state.Level == AlertLevel.Ok ? before != AlertLevel.Ok || IsRecoveryOwed(state) : IsDue(state, before, time);
    }

    /// <summary>True when handlers know of a problem that is over: its end came while nothing was told.</summary>
    private bool IsRecoveryOwed(AlertState state) => state is { Level: AlertLevel.Ok, IsTold: true, IsFlapping: false } && !_node.OmitsRecoveries;

    /// <summary>True unless only changes are wanted, this is none, and the silence has not lasted too long.</summary>
    private bool IsDue(AlertState state, AlertLevel before, long time) =>
        (!_node.IsForStateChangesOnly && !_topics.ForcesStateChangesOnly)
        || state.Level != before
        || (_node.LongestSilence > Duration.Zero && (Int128)time - state.LastTriggered >= _node.LongestSilence.Nanoseconds);

    /// <summary>The level of a batch, and the first point that has the highest level.</summary>
    private (AlertLevel Level, Point Representative) Judge(Batch batch, AlertLevel current)
    {
        var highest = AlertLevel.Ok;
        var lowest = AlertLevel.Critical;
        var representative = batch.Points[0];
        for (var i = 0; i < batch.Points.Count; i++)
        {
            var level = _rules.LevelOf(batch.Points[i], current);
            if (level > highest)
            {
                highest = level;
                representative = batch.Points[i];
            }

            if (level < lowest)
                lowest = level;
        }

        return (_node.IsForAllPoints ? lowest : highest, representative);
    }

    private void SetInhibitors(AlertState state)
    {
        foreach (var inhibitor in state.Inhibitors)
            inhibitor.IsActive = state.Level != AlertLevel.Ok;
    }

    private void Publish(AlertEvent alert, AlertState state, TagSet tags)
    {
        _counters.Count(alert.Level);
        if (!IsRecoveryOwed(state) && _topics.IsInhibited(tags))
        {
            _counters.CountInhibited();
            return;
        }

        _topics.Publish(alert);
        state.IsTold = alert.Level != AlertLevel.Ok;
    }
}
