using System.Diagnostics.Metrics;
using Tocsin.Alerting.Deliveries;
using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Http.Alertmanager;
using Tocsin.Server.Http.Status;

namespace Tocsin.Server.Http.Monitoring;

/// <summary>The figures of an engine: points, tasks, alerts, deliveries, sources, storage.</summary>
internal sealed class EngineFigures(AlertEngine engine)
{
    /// <summary>All of them, with those of the process.</summary>
    public static IReadOnlyList<Figure> Of(AlertEngine engine)
    {
        var figures = new EngineFigures(engine);
        return [.. Versions, .. figures.Points, .. figures.Tasks, .. figures.Topics, .. figures.Handlers, .. figures.Sources, .. figures.Storage, .. ProcessFigures.All];
    }

    private static IEnumerable<Figure> Versions =>
    [
        Figure.Gauge("tocsin_build_info", "The version that runs; always 1.", () => [Figure.Of(1, "version", ServerVersion.Text)]),
        Figure.Gauge("alertmanager_build_info", "The version of Alertmanager whose API is answered, for clients that look for it; always 1.", () => [Figure.Of(1, "version", AlertmanagerApi.Version)]),
    ];

    private IEnumerable<Figure> Points =>
    [
        Figure.Counter("tocsin_points_received", "Points received, by database and retention policy.", () => engine.Writer.Ingress.GroupBy(count => (count.Database, count.RetentionPolicy))
            .Select(origin => Figure.Of(origin.Sum(count => count.Points), "database", origin.Key.Database, "retention_policy", origin.Key.RetentionPolicy))),
        Figure.Gauge("tocsin_series", "Known series; those with long keys count more than once.", () => engine.Series.Usage.Weight),
        Figure.Gauge("tocsin_series_limit", "How many series there may be.", () => engine.Series.Usage.Capacity),
    ];

    private IEnumerable<Figure> Tasks =>
    [
        Figure.Gauge("tocsin_tasks", "Tasks by state: running, failed (enabled, and does not run), disabled.", TasksByState),
        Figure.Counter("tocsin_task_entered", "Points and batches that came into a task since it was started.", ByTask(task => task.Entered)),
        Figure.Counter("tocsin_task_errors", "Messages that nodes of a task could not process since it was started.", ByTask(task => task.Errors)),
        Figure.Gauge("tocsin_task_lag_seconds", "Age of the oldest write that a task has not finished; 0 when there is none.", ByTask(task => task.Lag.Oldest.TotalSeconds)),
        Figure.Gauge("tocsin_task_lag_points", "Points that a task has accepted but not finished.", ByTask(task => task.Lag.Points)),
        Figure.Gauge("tocsin_task_groups", "Groups of points that a task keeps.", ByTask(task => task.Groups.Count)),
        Figure.Counter("tocsin_task_groups_refused", "Points and batches of groups beyond the limit of a task.", ByTask(task => task.Groups.Refused)),
        Figure.Counter("tocsin_node_errors", "Messages that a node could not process since its task was started; nodes without errors are left out.", ErrorsByNode),
    ];

    private IEnumerable<Figure> Topics =>
    [
        Figure.Counter("tocsin_topic_events", "Events that came to a topic since the server started.", () => engine.Alerts.Topics.List().Select(topic => Figure.Of(topic.Collected, "topic", topic.Name))),
        Figure.Gauge("tocsin_alerts_open", "Alerts that are open, by topic and level.", () => engine.Alerts.Topics.List().SelectMany(topic => new[]
        {
            Figure.Of(topic.Ids.Info, "topic", topic.Name, "level", "info"),
            Figure.Of(topic.Ids.Warning, "topic", topic.Name, "level", "warning"),
            Figure.Of(topic.Ids.Critical, "topic", topic.Name, "level", "critical"),
        })),
    ];

    private IEnumerable<Figure> Handlers =>
    [
        Figure.Counter("tocsin_deliveries", "What became of deliveries: delivered, dead (given up), merged (a newer event took its place).", () => engine.Alerts.Outbox.Counters.SelectMany(handler => new[]
        {
            Figure.Of(handler.Delivered, "handler", handler.Target.ToString(), "outcome", "delivered"),
            Figure.Of(handler.Dead, "handler", handler.Target.ToString(), "outcome", "dead"),
            Figure.Of(handler.Merged, "handler", handler.Target.ToString(), "outcome", "merged"),
        })),
        Figure.Counter("tocsin_delivery_failures", "Attempts that failed, refusals among them.", ByHandler(handler => handler.Failed)),
        Figure.Gauge("tocsin_deliveries_owed", "Deliveries that wait or are being made.", ByHandler(handler => handler.Owed)),
        Figure.Gauge("tocsin_handler_up", "1 while a handler delivers; 0 while its attempts fail or are refused, or none are made.", ByHandler(handler => IsUp(handler) ? 1 : 0)),
        Figure.Gauge("tocsin_dead_letters", "Dead letters waiting to be sent again or dropped.", () => engine.Alerts.Outbox.DeadLetters.Count),
    ];

    private IEnumerable<Figure> Sources =>
    [
        Figure.Counter("tocsin_source_requests", "Requests received by a source.", () => engine.Sources.All.Select(source => Figure.Of(source.Counts.Received, "source", source.Spec.Id))),
        Figure.Counter("tocsin_source_refused", "Requests with wrong credentials or signatures.", () => engine.Sources.All.Select(source => Figure.Of(source.Counts.Refused, "source", source.Spec.Id))),
        Figure.Gauge("tocsin_quarantined", "Quarantined requests waiting to be replayed or dropped.", () => engine.Quarantine.Count),
    ];

    private IEnumerable<Figure> Storage =>
    [
        Figure.Gauge("tocsin_storage_writable", "1 while changes can be stored; 0 while requests are refused because they cannot.", () => engine.StorageStatus.Failure is null ? 1 : 0),
        Figure.Gauge("tocsin_storage_log_bytes", "The length of the store's write-ahead log.", () => engine.StorageStatus.LogBytes),
        Figure.Counter("tocsin_storage_commits", "Commits to the store.", () => engine.StorageStatus.Commits.Commits),
        Figure.Counter("tocsin_storage_changes", "Changes that these carried, such as new states of alerts.", () => engine.StorageStatus.Commits.Changes),
        Figure.Counter("tocsin_storage_commit_seconds", "Time that commits took.", () => engine.StorageStatus.Commits.Time.TotalSeconds),
        Figure.Gauge("tocsin_storage_waiting", "Changes that wait for the next commit.", () => engine.StorageStatus.Commits.Waiting),
    ];

    private IEnumerable<RunningTask> Running => engine.Running.All.OrderBy(task => task.Id, StringComparer.Ordinal);

    private IEnumerable<Measurement<double>> TasksByState()
    {
        var (all, running) = (engine.Tasks.Tasks, engine.Running.All.Count);
        var enabled = all.Count(task => task.IsEnabled);
        yield return Figure.Of(running, "state", "running");
        yield return Figure.Of(Math.Max(0, enabled - running), "state", "failed");
        yield return Figure.Of(all.Count - enabled, "state", "disabled");
    }

    private Func<IEnumerable<Measurement<double>>> ByTask(Func<RunningTask, double> read) => () => Running.Select(task => Figure.Of(read(task), "task", task.Id));

    private IEnumerable<Measurement<double>> ErrorsByNode() =>
        from task in Running
        where task.Errors > 0
        from node in task.ReadStats().Nodes
        let errors = node.Values.FirstOrDefault(value => value.Name == "errors").Value
        where errors > 0
        select Figure.Of(errors, "task", task.Id, "node", node.Name);

    private Func<IEnumerable<Measurement<double>>> ByHandler(Func<HandlerCounters, double> read) =>
        () => engine.Alerts.Outbox.Counters.Select(handler => Figure.Of(read(handler), "handler", handler.Target.ToString()));

    // As the status judges it, but for what only checks of its definition can tell.
    private static bool IsUp(HandlerCounters handler) => new HandlerStatus { Counters = handler }.State == HandlerState.Ok;
}
