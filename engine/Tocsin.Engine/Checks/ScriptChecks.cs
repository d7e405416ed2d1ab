using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Definitions;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Handlers.Post;
using Tocsin.Alerting.Names;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Pipelines.Nodes.Alert;
using Tocsin.Pipelines.Nodes.HttpPost;
using Tocsin.Pipelines.Nodes.InfluxDBOut;
using Tocsin.Pipelines.Nodes.KapacitorLoopback;
using Tocsin.Pipelines.Nodes.Query;

namespace Tocsin.Engine.Checks;

/// <summary>
/// Finds what keeps the alerts of a bound script from reaching anybody: handlers that cannot deliver, topics without handlers. Unlike what is
/// wrong with the script itself it depends on the server, and may be put right there.
/// </summary>
public static class ScriptChecks
{
    /// <summary>
    /// Warnings, and errors for what keeps the task from starting, in the order of the script. None for nodes of a template
    /// that hang on variables without values.
    /// </summary>
    /// <param name="taskId">The task's id, when it is known: handlers may listen to the topics of its nodes.</param>
    /// <param name="dbrps">What the task reads, where that is known.</param>
    public static IReadOnlyList<Diagnostic> Of(PipelineGraph graph, Surroundings surroundings, string? taskId = null, IReadOnlyList<Dbrp>? dbrps = null)
    {
        var found = new DiagnosticBag();

        // Tasks made from a template have names of their own, and so have the topics of their nodes: somebody may listen there.
        var isOpen = graph.Nodes.Any(node => node.StandIns != StandInUse.None);
        foreach (var node in graph.Nodes.Where(node => node.StandIns < StandInUse.Values))
        {
            switch (node.Definition)
            {
                case AlertNode alert:
                    Check(node, alert, surroundings, taskId, isOpen, found);
                    break;
                case HttpPostNode { EndpointName: { Length: > 0 } name } when surroundings.Services is { } services:
                    CheckEndpoint(node, name, services, found);
                    break;
                case InfluxDBOutNode output when surroundings.WhyNoInflux?.Invoke(output.Cluster) is { } why:
                    found.Error("TS3651", node.SpanOf("cluster"), $"{node.Name}: {why}", "until then the task cannot start");
                    break;
                case ScheduledNode query:
                    Check(node, query, surroundings, dbrps, found);
                    break;
                case KapacitorLoopbackNode loopback when dbrps?.Contains(new Dbrp(loopback.Database, loopback.RetentionPolicy)) == true:
                    found.Error("TS3542", node.Span, loopback.Loop(node.Name), "write to another database, or read from another");
                    break;
            }
        }

        return [.. found.OrderBy(diagnostic => diagnostic.Span.Start)];
    }

    private static void Check(GraphNode node, AlertNode alert, Surroundings surroundings, string? taskId, bool isOpen, DiagnosticBag found)
    {
        foreach (var use in alert.Handlers)
        {
            foreach (var problem in HandlerChecks.Of(use.Kind, use.Options, surroundings))
            {
                if (problem.IsWarning)
                    found.Warning("TS3320", use.Span, problem.Message, "until then its alerts become dead letters");
                else
                    found.Error("TS3541", use.Span, problem.Message, "until then the task cannot start");
            }
        }

        if (alert.Topic.Length > 0)
        {
            if (alert.Handlers.Count == 0 && surroundings.HasListener is { } listens && !listens(alert.Topic))
            {
                found.Warning(
                    "TS3321", node.SpanOf("topic"), $"alert: no handler listens to the topic '{alert.Topic}': its alerts reach nobody",
                    "define a handler for it: tocsin define-topic-handler FILE");
            }
        }
        else if (!isOpen && alert.Handlers.Count == 0 && node.Children.Count == 0 && !HasOther(node, surroundings, taskId))
        {
            found.Warning("TS3322", node.Span, "alert: it has neither a handler nor a topic: its alerts reach nobody", "add a handler such as .post('https://…'), or .topic('name')");
        }
    }

    private static void Check(GraphNode node, ScheduledNode query, Surroundings surroundings, IReadOnlyList<Dbrp>? dbrps, DiagnosticBag found)
    {
        if (dbrps is { Count: > 0 } && (query as QueryNode)?.WhyForeign(dbrps) is { } foreign)
            found.Error("TS3540", node.Span, $"{node.Name}: {foreign}", "until then the task cannot start");
        if (surroundings.WhyNoInflux?.Invoke(query.Cluster) is { } why)
            found.Warning("TS3606", node.SpanOf("cluster"), $"{node.Name}: {why}", "until then the task waits");
    }

    private static bool HasOther(GraphNode node, Surroundings surroundings, string? taskId) =>
        (taskId is not null && surroundings.HasListener?.Invoke(new NodeTopic(taskId, node.Name).ToString()) == true)
        || (surroundings.Services is { } services && surroundings.Kinds.All.Any(kind => kind.Globals(services, out _).Count > 0));

    private static void CheckEndpoint(GraphNode node, string name, ServiceSections services, DiagnosticBag found)
    {
        var names = new HandlerSettings(typeof(PostEndpoint)).BindAll(services, []).OfType<PostEndpoint>().Select(endpoint => endpoint.Endpoint).ToList();
        if (!names.Contains(name))
            found.Error("TS3323", node.SpanOf("endpoint"), $"httpPost: there is no endpoint '{name}' in httppost of the configuration{NameHint.Of(name, names)}; the task cannot start");
    }
}
