using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Inhibition;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage;
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
    private readonly AlertOrigin _origin;
    private readonly IReadOnlyList<NodeHandler> _handlers;
    private readonly HashSet<Inhibitor> _inhibitors = [];

    /// <exception cref="TaskStartException">A handler cannot be made.</exception>
    public AlertTopics(AlertNode node, NodeContext context)
    {
        _node = node;
        _services = context.Services;
        var topic = new NodeTopic(context.TaskId, context.NodeName, _services.Run);
        _ownTopic = topic.ToString();
        _origin = new AlertOrigin(_ownTopic, AlertShape.Of(context.Node));
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
    }

    public void Close()
    {
        // Nothing that a stopped task said mutes the others any more.
        foreach (var inhibitor in _inhibitors)
            _services.Inhibitors.Remove(inhibitor);
        _inhibitors.Clear();
        if (_handlers.Count > 0)
            _services.Alerts.CloseNodeTopic(_ownTopic);
    }

    /// <summary>True when events go to a topic at all, so that their state is known there.</summary>
    public bool HasTopic => _handlers.Count > 0 || _node.Topic.Length > 0;

    /// <summary>What was known of an id before, from the node's own topic or the named one.</summary>
    public EventState? Restore(string id) => _services.Alerts.Topics.Restore(_handlers.Count > 0 ? _ownTopic : null, _node.Topic, id);

    /// <summary>The ids that topics know to be open from this node.</summary>
    public IEnumerable<string> OpenIds() => _services.Alerts.OpenIdsOf(_ownTopic);

    /// <summary>The last event of an alert that a topic knows to be open; null when none does.</summary>
    public AlertEvent? LastOfOpen(string id)
    {
        var activities = _services.Alerts.Activities;
        var open = new[] { _handlers.Count > 0 ? _ownTopic : "", _node.Topic }.Where(topic => topic.Length > 0)
            .Select(topic => activities.Find(topic, id)).FirstOrDefault(alert => alert is { State.Level: not AlertLevel.Ok });
        return open is null ? null : activities.LastEvent(open) with { Activity = null };
    }

    public IReadOnlyList<Inhibitor> CreateInhibitors(Group group)
    {
        if (_node.Inhibitions.Count == 0)
            return [];

        var inhibitors = _node.Inhibitions
            .Select(inhibition => _services.Inhibitors.Add(
                inhibition.Category, inhibition.Tags.Select(tag => KeyValuePair.Create(tag, group.Tags.Find(tag) ?? ""))))
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
    public void Settle(AlertEvent alert) =>
        _services.Alerts.Topics.Settle(_handlers.Count > 0 ? _ownTopic : null, _node.Topic, alert, _origin);

    public void Publish(AlertEvent alert)
    {
        _services.Raised?.Invoke(alert);
        if (_handlers.Count > 0 && _node.Topic.Length > 0)
            _services.Alerts.Topics.Publish(_ownTopic, _node.Topic, alert, _origin);
        else if (HasTopic)
            _services.Alerts.Topics.Publish(_handlers.Count > 0 ? _ownTopic : _node.Topic, alert, _origin);
    }
}
