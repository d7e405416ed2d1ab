using Tocsin.Alerting.Definitions;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Names;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>Finds what keeps the events of an alert from reaching anybody on a server.</summary>
public static class AlertReach
{
    /// <summary>What keeps handlers of alert nodes from delivering, by their targets; none for those that can deliver.</summary>
    public static IEnumerable<KeyValuePair<HandlerTarget, string>> HandlersOf(PipelineGraph graph, Surroundings surroundings, string taskId) =>
        from node in graph.Nodes
        where node.Definition is AlertNode
        let handlers = ((AlertNode)node.Definition).Handlers
        from handler in handlers.Zip(NodeHandlers.TargetsOf(new NodeTopic(taskId, node.Name), handlers), (use, target) => (Use: use, Target: target))
        let problems = HandlerChecks.Of(handler.Use, surroundings)
        where problems.Count > 0
        select KeyValuePair.Create(handler.Target, string.Join("; ", problems.Select(problem => problem.Message)));

    internal static void Check(AlertNode alert, ServerCheck check)
    {
        CheckHandlers(alert, check);
        CheckOthers(check);
        CheckBlindness(alert, check);
        if (alert.Topic.Length > 0)
        {
            if (alert.Handlers.Count == 0 && check.Surroundings.HasListener is { } listens && !listens(alert.Topic))
            {
                check.Found.Warning(
                    "TS3321", check.Node.SpanOf("topic"), $"alert: no handler listens to the topic '{alert.Topic}': its alerts reach nobody",
                    "define a handler for it: tocsin define-topic-handler FILE");
            }
        }
        else if (!check.IsOfTemplate && alert.Handlers.Count == 0 && check.Node.Children.Count == 0 && !HasOther(check))
        {
            check.Found.Warning(
                "TS3322", check.Node.Span, "alert: it has neither a handler nor a topic: its alerts reach nobody", new WayOut("add a handler such as .post('https://…'), or .topic('name')", Remedy.Add(".topic('alerts')")));
        }
    }

    private static void CheckHandlers(AlertNode alert, ServerCheck check)
    {
        foreach (var use in alert.Handlers)
        {
            foreach (var problem in HandlerChecks.Of(use, check.Surroundings))
            {
                if (problem.IsWarning)
                    check.Found.Warning("TS3320", use.Span, problem.Message, "until then its alerts become dead letters");
                else
                    check.Found.Error("TS3541", use.Span, problem.Message, "until then the task cannot start");
            }
        }
    }

    private static void CheckBlindness(AlertNode alert, ServerCheck check)
    {
        if (alert.Deadman is { } deadman && (alert.BlindAfter ?? deadman.BlindAfter) > Duration.Zero && check.Surroundings.HasListener is { } listens && !listens(deadman.BlindTopic))
        {
            check.Found.Warning(
                "TS4020", alert.BlindAfter is null ? check.Node.Span : check.Node.SpanOf("holdWhenBlind"),
                $"deadman: no handler listens to the topic '{deadman.BlindTopic}', which reports that nothing comes any more: nothing is held until one does",
                "define a handler for it: tocsin define-topic-handler FILE");
        }
    }

    private static void CheckOthers(ServerCheck check)
    {
        if (AlertIdentity.Of(check.Node, check.TaskId) is not { } raised)
            return;
        var before = check.Raised.TryAdd(raised.Identity, raised) ? null : check.Raised[raised.Identity];
        if ((before ?? check.Surroundings.OtherRaiser?.Invoke(raised)) is { } other)
        {
            check.Found.Warning(
                "TS3810", check.Node.SpanOf("id"),
                $"alert: {other.Node}{(before is null ? $" of '{other.Script}'" : "")} gives its alerts the same ids on the same topic: each of the two ends what the other has open",
                new WayOut("tell them apart in the id: .id('{{ .TaskName }} {{ .Name }}:{{ .Group }}'), or with words of your own", Remedy.Add($".id('{{{{ .TaskName }}}} {check.Node.Name} {{{{ .Name }}}}:{{{{ .Group }}}}')")));
        }
    }

    // A handler that listens to the node's own topic, or that the configuration wants on every alert.
    private static bool HasOther(ServerCheck check) =>
        (check.TaskId is { } task && check.Surroundings.HasListener?.Invoke(new NodeTopic(task, check.Node.Name).ToString()) == true)
        || (check.Surroundings.Services is { } services && check.Surroundings.Kinds.All.Any(kind => kind.Globals(services, out _).Count > 0));
}
