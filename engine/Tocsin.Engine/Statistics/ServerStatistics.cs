using Tocsin.Alerting.Alerts;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Statistics;

/// <summary>Reads the counters of a running engine, under the names that users of the peer know. Safe for any number of threads.</summary>
public sealed class ServerStatistics(ServerIdentity server, TaskRegistry tasks, TaskMaster running, PointWriter writer, Topics topics, Func<long> subscriptions)
{
    private readonly (string, string)[] _server = [("cluster_id", server.ClusterId), ("host", server.Hostname), ("server_id", server.ServerId)];

    /// <summary>All counters.</summary>
    public IEnumerable<Statistic> Read() => Totals().Concat(Ingress()).Concat(Topics()).Concat(running.All.SelectMany(Task)).Append(Runtime());

    private IEnumerable<Statistic> Totals()
    {
        var all = tasks.Tasks;
        yield return Of("kapacitor", [], ("num_enabled_tasks", (long)all.Count(task => task.IsEnabled)), ("num_subscriptions", subscriptions()), ("num_tasks", (long)all.Count));
    }

    private IEnumerable<Statistic> Ingress() => writer.Ingress.Select(count => Of(
        "ingress",
        [("task_master", "main"), ("database", count.Database), ("retention_policy", count.RetentionPolicy), ("measurement", count.Measurement)],
        ("points_received", count.Points)));

    private IEnumerable<Statistic> Topics() => topics.List().Select(topic => Of("topics", [("id", topic.Name)], ("collected", topic.Collected)));

    private IEnumerable<Statistic> Task(RunningTask task)
    {
        var stats = task.ReadStats();
        foreach (var node in stats.Nodes)
            yield return Of("nodes", [("task", task.Id), ("node", node.Name), ("type", node.Type), ("kind", node.Kind)], [.. node.Values.Select(value => (value.Name, (object)value.Value))]);
        foreach (var edge in stats.Edges)
        {
            yield return Of(
                "edges", [("task", task.Id), ("parent", edge.Parent), ("child", edge.Child), ("type", edge.Type)], ("collected", edge.Count), ("emitted", edge.Count));
        }
    }

    private Statistic Runtime() => Of("runtime", [], [.. MemoryFigures.Read().Select(figure => (figure.Point, (object)figure.Value))]);

    private Statistic Of(string name, (string, string)[] tags, params (string, object)[] values) => new(name, [.. tags, .. _server], values);
}
