using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Inhibition;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>
/// Where an alert node's events go: a topic of its own with the handlers of the script, and the topic the script names.
/// </summary>
internal sealed class AlertTopics
{
    private readonly AlertNode _node;
    private readonly TaskServices _services;
    private readonly string _ownTopic;
    private readonly NodeContext _context;
    private readonly AlertOrigin _origin;
    private readonly IReadOnlyList<NodeHandler> _handlers;
    private readonly HashSet<Inhibitor> _inhibitors = [];
    private readonly Dictionary<string, IReadOnlyList<Inhibitor>> _restored = new(StringComparer.Ordinal);

    /// <exception cref="TaskStartException">A handler cannot be made.</exception>
    public AlertTopics(AlertNode node, NodeContext context)
    {
        _node = node;
        _services = context.Services;
        _context = context;
        var topic = new NodeTopic(context.TaskId, context.NodeName, _services.Run);
        _ownTopic = topic.ToString();
        _origin = new AlertOrigin(_ownTopic, AlertShape.Of(context.Node));
        if (_services.IsShadow)
        {
            _handlers = [];
            _services.Handlers.WithGlobals(node.Handlers, out var wantsChangesOnly);
            ForcesStateChangesOnly = wantsChangesOnly;
            return;
        }

        if (!_services.Handlers.TryCreateAll(
            node.Handlers, topic, context.Logger, out _handlers, out var isStateChangesOnly, out var fault))
            throw new TaskStartException(fault.Message) { Span = fault.Span };
        ForcesStateChangesOnly = isStateChangesOnly;
    }

    /// <summary>True when a global handler wants the node to send changes of state only.</summary>
    public bool ForcesStateChangesOnly { get; }

    public void Open()
    {
        if (_handlers.Count > 0)
            _services.Alerts.OpenNodeTopic(_ownTopic, _handlers);
        if (_node.Inhibitions.Count == 0)
            return;

        // What was open when the task ended mutes others at once: its own data may come after theirs.
        foreach (var open in _services.Alerts.OpenAlertsOf(_ownTopic).Where(open => !_restored.ContainsKey(open.Id)))
        {
            var inhibitors = CreateInhibitors(tag => RestoredInhibition.ValueOf(open, tag));
            foreach (var inhibitor in inhibitors)
                inhibitor.IsActive = true;
            _restored.Add(open.Id, inhibitors);
        }
    }

    public void Close()
    {
        // Nothing that a stopped task said mutes the others any more.
        foreach (var inhibitor in _inhibitors)
            _services.Inhibitors.Remove(inhibitor);
        _inhibitors.Clear();
        _restored.Clear();
        _origin.Stop();
        if (OwnTopic is not null)
            _services.Alerts.CloseNodeTopic(_ownTopic);
    }

    /// <summary>True when events go to a topic at all, so that their state is known there.</summary>
    public bool HasTopic => OwnTopic is not null || NamedTopic.Length > 0;

    // Who mutes others has a topic even without handlers: what it knows must outlast a restart.
    private string? OwnTopic => _handlers.Count > 0 || _node.Inhibitions.Count > 0 || _services.IsShadow ? _ownTopic : null;

    // A shadow's events go to topics of its own, to which nobody listens.
    private string NamedTopic => _services.IsShadow ? "" : _node.Topic;

    /// <summary>True when a topic that events go to knows any id: one of them may be an alert from before.</summary>
    public bool KnowAny => HasTopic && _services.Alerts.Topics.KnowAny(OwnTopic, NamedTopic);

    /// <summary>What was known of an id before, from the node's own topic or the named one.</summary>
    public EventState? Restore(string id) => _services.Alerts.Topics.Restore(OwnTopic, NamedTopic, id, _origin);

    /// <summary>The ids that topics know to be open from this node.</summary>
    public IEnumerable<string> OpenIds() => _services.Alerts.OpenIdsOf(_ownTopic);

    /// <summary>The last event of an alert that a topic knows to be open; null when none does.</summary>
    public AlertEvent? LastOfOpen(string id)
    {
        var activities = _services.Alerts.Activities;
        var open = new[] { OwnTopic ?? "", NamedTopic }.Where(topic => topic.Length > 0)
            .Select(topic => activities.Find(topic, id)).FirstOrDefault(alert => alert is { State.Level: not AlertLevel.Ok });
        return open is null ? null : activities.LastEvent(open) with { Activity = null };
    }

    public IReadOnlyList<Inhibitor> CreateInhibitors(Group group) => CreateInhibitors(group.Tags.Find);

    /// <summary>The data of an alert that was open when the task ended has come again: from now on its group says what is muted.</summary>
    public void LetGo(string id)
    {
        if (_restored.Remove(id, out var inhibitors))
            Remove(inhibitors);
    }

    private IReadOnlyList<Inhibitor> CreateInhibitors(Func<string, string?> valueOf)
    {
        if (_node.Inhibitions.Count == 0)
            return [];

        var inhibitors = _node.Inhibitions
            .Select(inhibition => _services.Inhibitors.Add(
                inhibition.Category, inhibition.Tags.Select(tag => KeyValuePair.Create(tag, valueOf(tag) ?? ""))))
            .ToList();
        _inhibitors.UnionWith(inhibitors);
        return inhibitors;
    }

    public void Remove(IReadOnlyList<Inhibitor> inhibitors)
    {
        foreach (var inhibitor in inhibitors)
        {
            _services.Inhibitors.Remove(inhibitor);
            _inhibitors.Remove(inhibitor);
        }
    }

    public bool IsInhibited(TagSet tags) => _node.Category.Length > 0 && _services.Inhibitors.IsInhibited(_node.Category, tags.Find);

    /// <summary>Lets the topics know of a recovery that nobody is told of.</summary>
    public void Settle(AlertEvent alert, RaisedRow? raised)
    {
        Note(alert);
        _services.Watch?.Raised(_context.TaskId, _context.NodeName, alert);
        _services.Alerts.Topics.Settle(OwnTopic, NamedTopic, alert, _origin, raised);
    }

    private void Note(AlertEvent alert)
    {
        if (_services.Run is NodeTopic.Live or NodeTopic.Shadow)
            _services.Shadows?.Note(_context.TaskId, alert);
    }

    private void Show(AlertEvent alert)
    {
        Note(alert);
        _services.Raised?.Invoke(alert);
        _services.Watch?.Raised(_context.TaskId, _context.NodeName, alert);
    }

    /// <summary>Publishes the end of an alert that no data tells of.</summary>
    public void End(AlertEvent end)
    {
        Show(end);
        _services.Alerts.Topics.End(OwnTopic, NamedTopic, end, _origin);
    }

    /// <param name="evidence">What led to it; null when nothing changed.</param>
    /// <param name="raised">How far the events of the group are committed with it; null where nobody wants to know.</param>
    public void Publish(AlertEvent alert, EventEvidence? evidence, RaisedRow? raised)
    {
        Show(alert);
        if (OwnTopic is not null && NamedTopic.Length > 0)
            _services.Alerts.Topics.Publish(_ownTopic, NamedTopic, alert, _origin, evidence, raised);
        else if (HasTopic)
            _services.Alerts.Topics.Publish(OwnTopic ?? NamedTopic, alert, _origin, evidence, raised);
    }
}
