using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Nodes.Stats;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>Levels in, events out: to the node's own topic, to its named topic, and down the pipeline.</summary>
internal sealed class AlertProcessor : GroupedProcessor<AlertState>
{
    private readonly AlertNode _node;
    private readonly LevelRules _rules;
    private readonly AlertOutput _output;
    private readonly AlertCounters _counters;
    private readonly AlertTopics _topics;
    private readonly AlertEvents _events;
    private readonly AlertClosing _closing;
    private readonly SilenceWatch? _silence;
    private readonly AlertEvidence _evidence;
    private BlindHold? _hold;

    /// <exception cref="TaskStartException">A condition, a text or a handler of the node is wrong.</exception>
    public AlertProcessor(AlertNode node, NodeContext context)
        : base(context)
    {
        _node = node;
        _rules = new LevelRules(node, context, this);
        _counters = new AlertCounters(context.Stats);
        _events = new AlertEvents(node, context, this);
        _topics = (context.First as AlertProcessor)?._topics ?? new AlertTopics(node, context);
        _output = new AlertOutput(node, context);
        _closing = new AlertClosing(node, context, _topics);
        _evidence = new AlertEvidence(context, _rules);
        var absence = node.LongestAbsence ?? _closing.ConfiguredAbsence;
        if (absence > Duration.Zero)
            _silence = new SilenceWatch(absence, alert => Close(alert.Id, alert.State, absence), context);
    }

    // Who has told topics of an alert is the node, whichever of its loops the group is in.
    internal override SplitRule Split => AlertSplit.Of(_node, isStateful: _rules.AreStateful, isWatched: _silence is not null);

    private bool IsFirst => Context.First is null;

    public override void OnStart()
    {
        if (_node.Deadman is { } deadman)
            _hold = BlindHold.Of(deadman.Watched, _node.BlindAfter ?? deadman.BlindAfter, Context);
        if (!IsFirst)
            return;
        _topics.Open();
        if (_silence is null)
            return;
        foreach (var id in _topics.OpenIds())
            _silence.Opened(id, state: null);
    }

    public override void OnStop()
    {
        _hold?.Dispose();
        if (IsFirst)
            _topics.Close();
    }

    public override void OnAbandon() => OnStop();

    public override void OnPoint(Point point, Group group)
    {
        var state = StateOf(group, point);
        if (!state.IsBegun)
            Begin(state, group, point.Name, point.Tags, point.Time);
        if (state.Open is { } open)
            _silence?.Touch(open);
        var level = _rules.LevelOf(point, state.Level);
        if (_hold is not null && IsHeld(_hold, level, state, point.Time))
            return;
        var before = state.Push(level);
        if (!IsEvent(state, before, point.Time, point.Tags))
            return;

        state.Trigger(before, point.Time);
        SetInhibitors(state);
        if (_node.OmitsRecoveries && level == AlertLevel.Ok)
        {
            if (state.IsTold)
                Settle(_events.Create(point, group, state), state, group);
            return;
        }

        var alert = _events.Create(point, group, state);
        Publish(alert, state, group, point.Tags, new SeenData(point, before, IsLast: true));
        var (changed, newGroup) = _output.Mark(point, group, alert);
        Emit(changed, newGroup);
    }

    public override void OnBatch(Batch batch)
    {
        if (batch.Points.Count == 0)
            return;

        var state = StateOf(batch);
        if (!state.IsBegun)
            Begin(state, batch.Group, batch.Name, batch.Group.Tags, batch.Time);
        if (state.Open is { } open)
            _silence?.Touch(open);
        var (level, representative) = Judge(batch, state.Level);
        var time = level == AlertLevel.Ok || _node.IsForAllPoints ? batch.Time : representative.Time;
        var before = state.Push(level);
        // A recovery is told even while a batch's alert flaps, as with Kapacitor.
        if (!(level == AlertLevel.Ok && before != level) && !IsEvent(state, before, time, batch.Group.Tags))
            return;

        state.Trigger(before, time);
        SetInhibitors(state);
        if (_node.OmitsRecoveries && level == AlertLevel.Ok)
        {
            if (state.IsTold)
                Settle(_events.Create(batch, representative, state, time), state, batch.Group);
            return;
        }

        var alert = _events.Create(batch, representative, state, time);
        Publish(alert, state, batch.Group, batch.Group.Tags, new SeenData(representative, before, ReferenceEquals(representative, batch.Points[^1])));
        Emit(_output.Mark(batch, alert));
    }

    internal override IEnumerable<string> Explain(Point point, Group group)
    {
        var state = StateOf(group, point);
        foreach (var rule in _rules.Review(point, state.Before))
            yield return $"{rule.Level.Text()}{(rule.IsReset ? " may be left" : "")} if {ReviewText.Of(rule.Seen)}";
        if (_hold is { IsHeld: true })
            yield return $"nothing is reported: no data at all comes of {_hold.Silent}, so no group of it is called dead";
        else if (_hold is not null && state is { IsSuspect: true, Level: AlertLevel.Ok })
            yield return $"nothing is reported yet: the next look says whether others of {_hold.Watched} go on";
        yield return $"so its level is {state.Level.Text()}, and was {state.Before.Text()} before";
        if (_hold is { IsHeld: true } || (_hold is not null && state is { IsSuspect: true, Level: AlertLevel.Ok }))
            yield break;
        if (state.IsFlapping)
            yield return "nothing is reported: the alert is flapping";
        else if (state.Level != AlertLevel.Ok && _topics.IsInhibited(point.Tags))
            yield return $"nothing is reported: another alert inhibits the category '{_node.Category}'";
        else if (state.Level == AlertLevel.Ok && state.Before == AlertLevel.Ok)
            yield return "nothing is reported: it was OK and is OK";
        else if (state.Level == state.Before && !IsDue(state, state.Before, point.Time))
            yield return "nothing is reported: the node reports changes of level only";
        else if (state.Level == AlertLevel.Ok && _node.OmitsRecoveries)
            yield return "nothing is reported: the node reports no recoveries";
        else
            yield return $"that is reported{(_topics.HasTopic ? "" : ", and nobody listens: the node has neither handlers nor a topic")}";
    }

    /// <summary>Counts an error that was logged before.</summary>
    public void FailQuietly() => Stats.Errors++;

    /// <summary>Logs without counting.</summary>
    public void LogOnly(string what, string why) => GroupLog.NodeError(Context.Logger, what, Context.TaskId, Context.NodeName, 0, why);

    internal override string StateShape => $"2 {(_node.FlapThresholds is null ? 0 : _node.History)} {_rules.StateShape}";

    internal override void SaveShared(StateWriter writer) => _rules.Save(writer);

    internal override void LoadShared(StateReader reader) => _rules.Load(reader);

    protected override void Save(AlertState state, StateWriter writer) => state.Save(writer);

    protected override AlertState Load(Group group, StateReader reader)
    {
        var state = CreateState(group, "");
        state.Load(reader);
        state.IsNew = false;
        return state;
    }

    protected override AlertState CreateState(Group group, string name) => new()
    {
        History = _node.FlapThresholds is { } thresholds ? new LevelHistory((int)Math.Clamp(_node.History, 2, 100_000), thresholds) : null,
        Inhibitors = _topics.CreateInhibitors(group),
        Raised = Context.Position << AlertState.PositionShift,
        IsNew = true,
    };

    protected override void Forget(Group group)
    {
        var state = FindState(group);
        if (state is not null)
            _topics.Remove(state.Inhibitors);
        base.Forget(group);
        if (_node.Deadman is { } deadman && deadman.ForgetAfter > Duration.Zero)
            Close(_events.IdOf(group, StatsNode.Measurement, group.Tags), state, deadman.ForgetAfter);
    }

    /// <summary>Goes on from what a topic knows of the group from before. A barrier may have come first: it has no tags to make an id of.</summary>
    private void Begin(AlertState state, Group group, string name, TagSet tags, long time)
    {
        if (Context.CatchesUp)
        {
            BeginAgain(state, group, name, tags, time);
            return;
        }

        state.IsBegun = true;
        state.IsNew = false;
        if (!_topics.HasTopic || !(_topics.KnowAny || state.IsTold))
            return;
        var id = _events.IdOf(group, name, tags);
        _topics.LetGo(id);
        if (_topics.Restore(id) is not { Level: not AlertLevel.Ok } known)
        {
            state.Agree(AlertLevel.Ok, state.LastTriggered);
            return;
        }

        state.Agree(known.Level, known.UnixNanoseconds);
        state.Began = known.Level;
        SetInhibitors(state);
        state.Open = _silence?.Opened(id, state);
    }

    // What topics know now may be what this data led to: they are asked again when it has passed. A group that was new then began with what they knew then.
    private void BeginAgain(AlertState state, Group group, string name, TagSet tags, long time)
    {
        if (!state.IsNew || !_topics.HasTopic)
            return;
        state.IsNew = false;
        var raised = Context.Raised(group);
        var known = raised is null ? _topics.Restore(_events.IdOf(group, name, tags)) : null;
        if ((raised?.Began ?? known?.Level ?? AlertLevel.Ok) is not (not AlertLevel.Ok and var began))
            return;
        state.Restore(began, known?.UnixNanoseconds ?? time);
        state.Began = began;
        SetInhibitors(state);
    }

    /// <summary>
    /// True when nothing can be said of a group that is silent: all others are, too, or it is not known yet whether they go on. A source that ends between
    /// two looks has had some of its groups before, and others not any more.
    /// </summary>
    private static bool IsHeld(BlindHold hold, AlertLevel level, AlertState state, long time)
    {
        hold.LookAt(time);
        if (level == AlertLevel.Ok || hold.IsHeld)
        {
            state.IsSuspect = false;
            return hold.IsHeld && level != AlertLevel.Ok;
        }

        if (state.Level != AlertLevel.Ok || state.IsSuspect)
            return false;
        state.IsSuspect = true;
        return true;
    }

    private bool IsEvent(AlertState state, AlertLevel before, long time, TagSet tags)
    {
        if (state.IsFlapping)
            return false;
        return state.Level == AlertLevel.Ok
            ? before != AlertLevel.Ok || IsRecoveryOwed(state)
            : IsDue(state, before, time) || IsProblemOwed(state, tags);
    }

    /// <summary>True when topics know of a problem that is over: its end came while nothing was told.</summary>
    private static bool IsRecoveryOwed(AlertState state) => state is { Level: AlertLevel.Ok, IsTold: true, IsFlapping: false };

    /// <summary>True when the level changed while it flapped or was inhibited, lasts, and can be told now.</summary>
    private bool IsProblemOwed(AlertState state, TagSet tags) => state.Level != state.Told && !_topics.IsInhibited(tags);

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

    private void Publish(AlertEvent alert, AlertState state, Group group, TagSet tags, SeenData seen)
    {
        state.Raised++;
        _counters.Count(alert.Level);
        Watch(alert, state);
        _topics.LetGo(alert.Id);
        if (!IsRecoveryOwed(state) && (_topics.IsInhibited(tags) || state is { IsMuted: true, Level: AlertLevel.Ok }))
        {
            state.IsMuted = state.Level != AlertLevel.Ok;
            _counters.CountInhibited();
            return;
        }

        if (!IsCommitted(state, group))
        {
            _topics.Publish(
                alert,
                alert.Level != state.Told && _topics.HasTopic && !Context.Services.IsShadow ? EvidenceOf(seen, state.Told) : null,
                _topics.HasTopic ? Context.Raise(group, state.Raised, state.Began) : null);
        }

        state.Told = alert.Level;
        state.IsMuted = false;
    }

    // Raised when the same data came first.
    private bool IsCommitted(AlertState state, Group group) => Context.CatchesUp && Context.Raised(group) is { } raised && state.Raised <= raised.Number;

    private EventEvidence? EvidenceOf(SeenData seen, AlertLevel reported)
    {
        try
        {
            return _evidence.Of(seen, reported);
        }
        catch (Exception problem) when (problem is not TaskAbandonedException)
        {
            // The alert is worth more than what led to it.
            LogOnly("cannot keep what led to an event", problem.Message);
            return null;
        }
    }

    /// <summary>Nobody is told of the end, but topics know of it: the next problem is a new one.</summary>
    private void Settle(AlertEvent alert, AlertState state, Group group)
    {
        state.Raised++;
        Watch(alert, state);
        _topics.LetGo(alert.Id);
        if (!IsCommitted(state, group))
            _topics.Settle(alert, _topics.HasTopic ? Context.Raise(group, state.Raised, state.Began) : null);
        state.Told = AlertLevel.Ok;
    }

    private void Watch(AlertEvent alert, AlertState state)
    {
        if (_silence is null)
            return;
        if (alert.Level == AlertLevel.Ok)
            _silence.Closed(alert.Id);
        state.Open = alert.Level == AlertLevel.Ok ? null : _silence.Opened(alert.Id, state);
    }

    /// <summary>Ends an alert whose data stays away.</summary>
    private void Close(string id, AlertState? state, Duration absence)
    {
        state?.End();
        _topics.LetGo(id);
        if (_closing.EndOf(id, absence) is not { } end)
            return;
        _counters.Count(AlertLevel.Ok);
        if (_node.OmitsRecoveries)
            _topics.Settle(end, raised: null);
        else
            _topics.End(end);
    }
}
