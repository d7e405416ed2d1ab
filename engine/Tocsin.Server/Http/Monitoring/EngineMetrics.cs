using Tocsin.Alerting.Deliveries;
using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Tasks;
using Tocsin.Pipelines.Tasks.Loops;
using Tocsin.Server.Http.Alertmanager;
using Tocsin.Server.Http.Status;

namespace Tocsin.Server.Http.Monitoring;

/// <summary>The figures of an engine: points, tasks, alerts, deliveries, sources, storage.</summary>
internal sealed class EngineMetrics(AlertEngine engine)
{
    public void Write(Exposition to)
    {
        to.Gauge("tocsin_build_info", "The version that runs; always 1.").Add(1, ("version", ServerVersion.Text));
        to.Gauge("alertmanager_build_info", "The version of Alertmanager whose API is answered, for clients that look for it; always 1.").Add(1, ("version", AlertmanagerApi.Version));
        WritePoints(to);
        WriteTasks(to);
        WriteTopics(to);
        WriteHandlers(to, engine.Alerts.Outbox.Counters);
        WriteSources(to);
        WriteStorage(to);
    }

    private void WritePoints(Exposition to)
    {
        to.Counter("tocsin_points_received", "Points received, by database and retention policy.");
        foreach (var origin in engine.Writer.Ingress.GroupBy(count => (count.Database, count.RetentionPolicy)))
            to.Add(origin.Sum(count => count.Points), ("database", origin.Key.Database), ("retention_policy", origin.Key.RetentionPolicy));
        var series = engine.Series.Usage;
        to.Gauge("tocsin_series", "Known series; those with long keys count more than once.").Add(series.Weight);
        to.Gauge("tocsin_series_limit", "How many series there may be.").Add(series.Capacity);
    }

    private void WriteTasks(Exposition to)
    {
        var all = engine.Tasks.Tasks;
        List<RunningTask> running = [.. engine.Running.All.OrderBy(task => task.Id, StringComparer.Ordinal)];
        var enabled = all.Count(task => task.IsEnabled);
        to.Gauge("tocsin_tasks", "Tasks by state: running, failed (enabled, and does not run), disabled.");
        to.Add(running.Count, ("state", "running"));
        to.Add(Math.Max(0, enabled - running.Count), ("state", "failed"));
        to.Add(all.Count - enabled, ("state", "disabled"));

        to.Counter("tocsin_task_entered", "Points and batches that came into a task since it was started.");
        running.ForEach(task => to.Add(task.Entered, ("task", task.Id)));
        to.Counter("tocsin_task_errors", "Messages that nodes of a task could not process since it was started.");
        running.ForEach(task => to.Add(task.Errors, ("task", task.Id)));
        List<(string Task, TaskLag Lag, TaskGroups Groups)> loads = [.. running.Select(task => (task.Id, task.Lag, task.Groups))];
        to.Gauge("tocsin_task_lag_seconds", "Age of the oldest write that a task has not finished; 0 when there is none.");
        loads.ForEach(load => to.Add(load.Lag.Oldest.TotalSeconds, ("task", load.Task)));
        to.Gauge("tocsin_task_lag_points", "Points that a task has accepted but not finished.");
        loads.ForEach(load => to.Add(load.Lag.Points, ("task", load.Task)));
        to.Gauge("tocsin_task_groups", "Groups of points that a task keeps.");
        loads.ForEach(load => to.Add(load.Groups.Count, ("task", load.Task)));
        to.Counter("tocsin_task_groups_refused", "Points and batches of groups beyond the limit of a task.");
        loads.ForEach(load => to.Add(load.Groups.Refused, ("task", load.Task)));
        to.Counter("tocsin_node_errors", "Messages that a node could not process since its task was started; nodes without errors are left out.");
        foreach (var task in running.Where(task => task.Errors > 0))
        {
            foreach (var node in task.ReadStats().Nodes)
            {
                if (node.Values.FirstOrDefault(value => value.Name == "errors").Value is > 0 and var errors)
                    to.Add(errors, ("task", task.Id), ("node", node.Name));
            }
        }
    }

    private void WriteTopics(Exposition to)
    {
        var topics = engine.Alerts.Topics.List();
        to.Counter("tocsin_topic_events", "Events that came to a topic since the server started.");
        foreach (var topic in topics)
            to.Add(topic.Collected, ("topic", topic.Name));
        to.Gauge("tocsin_alerts_open", "Alerts that are open, by topic and level.");
        foreach (var topic in topics)
        {
            to.Add(topic.Ids.Info, ("topic", topic.Name), ("level", "info"));
            to.Add(topic.Ids.Warning, ("topic", topic.Name), ("level", "warning"));
            to.Add(topic.Ids.Critical, ("topic", topic.Name), ("level", "critical"));
        }
    }

    private void WriteHandlers(Exposition to, IReadOnlyList<HandlerCounters> handlers)
    {
        to.Counter("tocsin_deliveries", "What became of deliveries: delivered, dead (given up), merged (a newer event took its place).");
        foreach (var handler in handlers)
        {
            to.Add(handler.Delivered, ("handler", handler.Target.ToString()), ("outcome", "delivered"));
            to.Add(handler.Dead, ("handler", handler.Target.ToString()), ("outcome", "dead"));
            to.Add(handler.Merged, ("handler", handler.Target.ToString()), ("outcome", "merged"));
        }

        to.Counter("tocsin_delivery_failures", "Attempts that failed, refusals among them.");
        foreach (var handler in handlers)
            to.Add(handler.Failed, ("handler", handler.Target.ToString()));
        to.Gauge("tocsin_deliveries_owed", "Deliveries that wait or are being made.");
        foreach (var handler in handlers)
            to.Add(handler.Owed, ("handler", handler.Target.ToString()));
        to.Gauge("tocsin_handler_up", "1 while a handler delivers; 0 while its attempts fail or are refused, or none are made.");
        foreach (var handler in handlers)
            to.Add(IsUp(handler) ? 1 : 0, ("handler", handler.Target.ToString()));
        to.Gauge("tocsin_dead_letters", "Dead letters waiting to be sent again or dropped.").Add(engine.Alerts.Outbox.DeadLetters.Count);
    }

    // As the status judges it, but for what only checks of its definition can tell.
    private static bool IsUp(HandlerCounters handler) => new HandlerStatus { Counters = handler }.State == HandlerState.Ok;

    private void WriteSources(Exposition to)
    {
        var sources = engine.Sources.All;
        to.Counter("tocsin_source_requests", "Requests received by a source.");
        foreach (var source in sources)
            to.Add(source.Counts.Received, ("source", source.Spec.Id));
        to.Counter("tocsin_source_refused", "Requests with wrong credentials or signatures.");
        foreach (var source in sources)
            to.Add(source.Counts.Refused, ("source", source.Spec.Id));
        to.Gauge("tocsin_quarantined", "Quarantined requests waiting to be replayed or dropped.").Add(engine.Quarantine.Count);
    }

    private void WriteStorage(Exposition to)
    {
        var storage = engine.StorageStatus;
        to.Gauge("tocsin_storage_writable", "1 while changes can be stored; 0 while requests are refused because they cannot.").Add(storage.Failure is null ? 1 : 0);
        to.Gauge("tocsin_storage_log_bytes", "The length of the store's write-ahead log.").Add(storage.LogBytes);
    }
}
