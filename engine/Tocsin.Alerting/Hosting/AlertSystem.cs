using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Alerts.Listing;
using Tocsin.Alerting.Alerts.Silencing;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Definitions;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Inhibition;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Hosting;

/// <summary>
/// Topics, their handlers and the deliveries owed to them, on one store. To be started in this order: make it, start the tasks (which
/// open the topics of their nodes), call <see cref="Started"/>.
/// </summary>
public sealed class AlertSystem : IAsyncDisposable
{
    private readonly IStateStore _store;
    private readonly LiveSetting<LedgerOptions> _ledger;
    private readonly LiveSetting<DeadLetterOptions> _letters;
    private readonly LiveSetting<AlertOptions> _alerts;
    private readonly LiveSetting<SilenceOptions> _silences;
    private readonly Retention _retention;
    private readonly HandlerMaker _maker;
    private readonly NodeHandlerTargets _ofNodes;

    /// <summary>Takes up what the store holds: topics with their events, handlers, deliveries owed.</summary>
    /// <param name="kinds">The kinds of handlers in force.</param>
    /// <param name="services">What their handlers are given.</param>
    public AlertSystem(IStateStore store, Func<HandlerKinds> kinds, HandlerServices services, AlertSystemSettings settings)
    {
        _store = store;
        _maker = new HandlerMaker(kinds, services, settings.Context, settings.Guard);
        var log = settings.LoggerFactory.CreateLogger<AlertSystem>();
        Outbox = new Outbox(store, settings.Delivery, settings.Time, settings.LoggerFactory.CreateLogger<Outbox>())
        {
            Guard = settings.Guard,
            IsHeld = settings.HoldsDeliveries,
        };
        Ledger = new Ledger(store, Outbox);
        _ofNodes = new NodeHandlerTargets(Outbox, _maker, log);
        NodeHandlers = new NodeHandlers(_maker);
        Topics = new Topics(store, settings.Time, log);
        Activities = new AlertActivities(Topics, store, settings.Time, log);
        Removal = new TopicRemoval(Topics, Activities, settings.Time);
        _silences = new LiveSetting<SilenceOptions>(settings.Silences);
        Index = new AlertIndex(Topics, Activities, settings.Time);
        Silences = new AlertSilences(store, Topics, Activities, Index, _silences, settings.Time, log);
        Outbox.IncidentNamed = Activities.IncidentNamed;
        var builder = new HandlerBuilder(store, _maker, Topics, Outbox, log);
        Handlers = new HandlerSpecs(store, Topics, Outbox, builder, log);
        Handlers.Load();
        Tests = new ServiceTests(_maker, settings.Guard, log);
        _ledger = new LiveSetting<LedgerOptions>(settings.Ledger);
        _letters = new LiveSetting<DeadLetterOptions>(settings.DeadLetters);
        _alerts = new LiveSetting<AlertOptions>(settings.Alerts);
        var steady = new SteadyTime(settings.Time);
        _retention = new Retention(
            settings.Time,
            log,
            [
                new LedgerRetention(store, _ledger, steady).PruneAsync,
                new DeadLetterRetention(store, _letters, steady, log).PruneAsync,
                new RecoveredRetention(Topics, _alerts).PruneAsync,
                Outbox.ForgetTargetsAsync,
            ]);
    }

    public Topics Topics { get; }

    public AlertActivities Activities { get; }

    /// <summary>Deletes topics.</summary>
    public TopicRemoval Removal { get; }

    /// <summary>The open alerts in order.</summary>
    public AlertIndex Index { get; }

    /// <summary>Who wants no deliveries of what.</summary>
    public AlertSilences Silences { get; }

    public HandlerSpecs Handlers { get; }

    /// <summary>Makes the handlers of alert nodes.</summary>
    public NodeHandlers NodeHandlers { get; }

    public Outbox Outbox { get; }

    /// <summary>How deliveries ended.</summary>
    public Ledger Ledger { get; }

    /// <summary>Tests of the services that handlers send to.</summary>
    public ServiceTests Tests { get; }

    public InhibitorSet Inhibitors { get; } = new();

    /// <summary>
    /// Opens the topic of an alert node with the node's handlers; they get what may still be owed to them. What is owed to handlers that the node
    /// had, and has no more, is tried once more each.
    /// </summary>
    public void OpenNodeTopic(string topic, IReadOnlyList<NodeHandler> handlers)
    {
        Topics.Open(topic);
        foreach (var ((target, queue), handler) in _ofNodes.Attach(topic, handlers).Zip(handlers))
            Topics.Attach(topic, new Subscription.Delivered(target, null, queue, handler.System) { IsOfNode = true });
    }

    /// <summary>The open alerts of nodes whose names begin with a text. Sees what is committed.</summary>
    public IReadOnlyList<OpenAlertRow> ReadOpenAlerts(string nodePrefix) => _store.ReadOpenAlerts(nodePrefix);

    /// <summary>The last events of what an alert node has open, one for each topic. Sees what is committed.</summary>
    public IEnumerable<AlertEvent> OpenAlertsOf(string nodeTopic) =>
        ReadOpenAlerts(nodeTopic).Where(open => open.Node == nodeTopic).Select(open => EventCodec.TryRead(open.Event)).OfType<AlertEvent>();

    /// <summary>The ids that a task has open. Sees what is committed.</summary>
    public IEnumerable<string> OpenIdsOfTask(string task, string run = NodeTopic.Live) =>
        ReadOpenAlerts(NodeTopic.PrefixOf(task, run)).Select(open => EventCodec.TryRead(open.Event)).OfType<AlertEvent>().Select(open => open.Id).Distinct();

    /// <summary>The ids that an alert node has open. Sees what is committed.</summary>
    public IEnumerable<string> OpenIdsOf(string nodeTopic) => OpenAlertsOf(nodeTopic).Select(open => open.Id).Distinct();

    /// <summary>Closes the topic of an alert node that stops. Its state stays, and what is owed to its handlers is still delivered.</summary>
    public void CloseNodeTopic(string topic)
    {
        Topics.DetachNode(topic);
        Topics.Close(topic);
    }

    /// <summary>Closes the topic of an alert node that is no more. What is owed to its handlers is delivered as long as the server runs.</summary>
    public void RemoveNodeTopic(string topic)
    {
        CloseNodeTopic(topic);
        Outbox.DetachNode(topic);
    }

    /// <summary>Nodes of a task are gone, or all of it is: what is owed to their handlers is delivered as long as the server runs.</summary>
    /// <param name="topics">Those of the nodes that it still has, and that have handlers.</param>
    public void DetachNodes(string taskId, params IReadOnlyCollection<string> topics)
    {
        Outbox.DetachNodes(NodeTopic.PrefixOf(taskId), topics);
        _ofNodes.ForgetFinished();
    }

    /// <summary>Erases the topics of a task's nodes. To be called when the task is stopped.</summary>
    /// <param name="run">Where it ran.</param>
    public void DeleteTask(string taskId, string run = NodeTopic.Live)
    {
        Topics.DeleteAll(NodeTopic.PrefixOf(taskId, run));
        Outbox.DetachNodes(NodeTopic.PrefixOf(taskId, run), []);
        _ofNodes.ForgetFinished();
    }

    /// <summary>
    /// Gives the topics of a task's nodes their new names, with their events and what is owed, all of it in one commit. To be called when
    /// the task is stopped.
    /// </summary>
    /// <param name="also">Renames the task itself.</param>
    public Task RenameTaskAsync(string oldId, string newId, Action<ITaskWriter> also)
    {
        var commit = new JointChange();
        commit.Add(also);
        Rename(NodeTopic.PrefixOf(oldId), NodeTopic.PrefixOf(newId), commit);
        var done = commit.Done;
        _store.Enqueue(commit);
        return done;
    }

    /// <summary>
    /// Gives the topic of a node that has another name in its changed script that name, with its events and what is owed: its handlers get what comes
    /// after what they are owed. To be called when the task is stopped; the topics of no other nodes may begin with the old name.
    /// </summary>
    public void MoveNode(string topic, string name)
    {
        var commit = new JointChange();
        Rename(topic, name, commit);
        _store.Enqueue(commit);
    }

    private void Rename(string old, string now, JointChange commit)
    {
        Topics.Rename(old, now, commit);
        Handlers.Rename(old, now, commit);
        _ofNodes.Rename(old, now);
        Outbox.Rename(old, now, commit);
        commit.Add(writer => writer.RenameOpenAlerts(old, now));
    }

    /// <summary>
    /// To be called when all tasks have been started: what is owed to handlers that are no more becomes dead letters. A node's handler of a
    /// kind that is not known is awaited: its plugin may come, and its task start then.
    /// </summary>
    public void Started()
    {
        Outbox.BuryUnclaimed(target => target.NodeKind is { } kind && !_maker.Kinds.Knows(kind));
        Silences.Start();
    }

    /// <summary>Attempts may be made from now on; until then what is owed waits, if the settings said so.</summary>
    public void StartDeliveries() => Outbox.Release();

    /// <summary>Makes the handlers that were suspended for what they did to the server, and are not any more.</summary>
    public async Task ReconsiderSuspendedAsync()
    {
        await Handlers.ReconsiderSuspendedAsync().ConfigureAwait(false);
        _ofNodes.ReconsiderSuspended();
    }

    /// <summary>Tries a handler again that was suspended for what it did to the server; false when it is not.</summary>
    public async Task<bool> ResumeAsync(HandlerTarget target)
    {
        if (!Handlers.Resume(target) && !_ofNodes.Resume(target))
            return false;
        await ReconsiderSuspendedAsync().ConfigureAwait(false);
        return true;
    }

    /// <summary>Makes the handlers of nodes again that are of some kinds, which changed or are gone. Not to be called while a task starts.</summary>
    /// <returns>The targets of those that were made anew; those that could not be made and go on as they were, with the reason.</returns>
    public (IReadOnlyList<string> Renewed, IReadOnlyList<string> Kept) AdoptInNodes(IReadOnlySet<string> kinds) => _ofNodes.Adopt(kinds);

    /// <summary>Deliveries, and what is kept of them and of alerts, go by other options from now on.</summary>
    public void Change(DeliveryOptions deliveries, LedgerOptions ledger, DeadLetterOptions letters, AlertOptions alerts, SilenceOptions silences)
    {
        _silences.Change(silences);
        Outbox.Change(deliveries);
        _ledger.Change(ledger);
        _letters.Change(letters);
        _alerts.Change(alerts);
    }

    /// <summary>Stops all deliveries; what is not delivered waits in the store.</summary>
    public ValueTask DisposeAsync()
    {
        _retention.Dispose();
        Silences.Dispose();
        Index.Dispose();
        return Outbox.DisposeAsync();
    }
}
