using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Nodes.Alert;
using Tocsin.Pipelines.Processing;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Tasks;

/// <summary>
/// Tells of recoveries that no data will tell of: a handler that knows of a problem must not know of it for ever because the alert's node
/// was deleted or changed.
/// </summary>
internal sealed class RecoveryNotices(ScriptCompiler compiler, TaskServices services)
{
    private readonly ILogger _logger = services.LoggerFactory.CreateLogger("tocsin.task");

    /// <summary>True when handlers know of a problem of the task. The task must have stopped.</summary>
    public async Task<bool> HasOpenAsync(TaskDefinition task)
    {
        await services.WhenSafe().ConfigureAwait(false);
        return services.Alerts.ReadOpenAlerts(PrefixOf(task)).Count > 0;
    }

    /// <summary>Gives what is owed to handlers of a deleted task takers again, until nothing is.</summary>
    public void AttachHandlers(TaskDefinition task)
    {
        foreach (var node in PlacesBefore(task).Where(node => node.HasOwnTopic))
        {
            if (TryOpen(task, node))
                services.Alerts.RemoveNodeTopic(node.Topic);
        }
    }

    /// <summary>The alert nodes of the script that ran before, which is compiled for it.</summary>
    public IReadOnlyList<AlertNodePlace> PlacesBefore(TaskDefinition task) => PlacesIn(task, GraphBefore(task));

    /// <summary>The alert nodes of a script of the task; none where there is no script.</summary>
    public IReadOnlyList<AlertNodePlace> PlacesIn(TaskDefinition task, PipelineGraph? graph) =>
    [
        .. (graph?.Nodes ?? [])
            .Where(node => node.Definition is AlertNode)
            .Select(node => new AlertNodePlace(node.Name, new NodeTopic(task.Id, node.Name).ToString(), AlertShape.Of(node), (AlertNode)node.Definition)
            {
                HasOwnTopic = ((AlertNode)node.Definition).Inhibitions.Count > 0 || services.Handlers.WithGlobals(((AlertNode)node.Definition).Handlers, out _).Count > 0,
            }),
    ];

    /// <summary>Closes all open alerts of a task that was deleted. One that another task has open in the same topic goes on as that one's.</summary>
    public Task CloseAllAsync(TaskDefinition task) => CloseAsync(task, now: null, before: null, $"task '{task.Id}' was deleted");

    /// <summary>
    /// Closes the open alerts that a task had with the script before and cannot have with the one it runs now, and lets the handlers of nodes that
    /// are gone come to their end.
    /// </summary>
    /// <param name="now">What runs.</param>
    /// <param name="before">The alert nodes of the script before.</param>
    public async Task CloseOrphansAsync(TaskDefinition task, PipelineGraph now, IReadOnlyList<AlertNodePlace> before)
    {
        await CloseAsync(task, now, before, $"task '{task.Id}' was changed").ConfigureAwait(false);
        services.Alerts.DetachNodes(task.Id, [.. PlacesIn(task, now).Where(node => node.HasOwnTopic).Select(node => node.Topic)]);
    }

    private async Task CloseAsync(TaskDefinition task, PipelineGraph? now, IReadOnlyList<AlertNodePlace>? before, string why)
    {
        await services.WhenSafe().ConfigureAwait(false);
        var nodes = PlacesIn(task, now);
        var orphans = services.Alerts.ReadOpenAlerts(PrefixOf(task)).Where(alert => !nodes.Any(node => node.Raises(alert))).ToList();
        if (orphans.Count == 0)
            return;

        var opened = OpenTopics(task, orphans, nodes, before ?? PlacesBefore(task));
        var closed = orphans.Count(orphan => TryClose(orphan, why));
        await services.WhenSafe().ConfigureAwait(false);
        TaskLog.ClosedAlerts(_logger, task.Id, closed, orphans.Count - closed, why);
        foreach (var topic in orphans.Select(orphan => orphan.Node).Distinct())
            await services.Alerts.Outbox.DrainNodeAsync(topic).ConfigureAwait(false);
        foreach (var topic in opened)
            services.Alerts.RemoveNodeTopic(topic);
    }

    /// <summary>Opens the topics of nodes that are no more, with the handlers they had.</summary>
    private List<string> OpenTopics(TaskDefinition task, List<OpenAlertRow> orphans, IReadOnlyList<AlertNodePlace> now, IReadOnlyList<AlertNodePlace> before)
    {
        var opened = new List<string>();
        foreach (var topic in orphans.Where(orphan => orphan.Topic == orphan.Node && orphan.IsRecoverable).Select(orphan => orphan.Node).Distinct())
        {
            if (now.Any(node => node.Topic == topic && node.HasOwnTopic))
                continue;
            if (before.FirstOrDefault(node => node.Topic == topic) is { } gone && TryOpen(task, gone))
                opened.Add(topic);
        }

        return opened;
    }

    private bool TryOpen(TaskDefinition task, AlertNodePlace node)
    {
        if (!services.Handlers.TryCreateAll(node.Node.Handlers, new NodeTopic(task.Id, node.Name), _logger, out var handlers, out _, out var fault))
        {
            TaskLog.CannotTellRecovery(_logger, task.Id, node.Topic, fault.Message);
            return false;
        }

        services.Alerts.OpenNodeTopic(node.Topic, handlers);
        return true;
    }

    private static string PrefixOf(TaskDefinition task) => NodeTopic.PrefixOf(task.Id);

    private PipelineGraph? GraphBefore(TaskDefinition task)
    {
        var (script, vars) = task.Ran ?? task.Source;
        try
        {
            return compiler.Compile(script, vars, isTemplate: false).Graph;
        }
        catch (DefinitionException problem)
        {
            TaskLog.CannotTellRecovery(_logger, task.Id, "all of its nodes", problem.Message);
            return null;
        }
    }

    /// <summary>Closes an alert; false when another task has it open, or its event cannot be read.</summary>
    private bool TryClose(OpenAlertRow open, string why)
    {
        AlertEvent last;
        try
        {
            last = EventCodec.Read(open.Event);
        }
        catch (StoreException problem)
        {
            TaskLog.CannotTellRecovery(_logger, open.Node, open.Topic, problem.Message);
            return false;
        }

        var end = AlertEnd.Of(last, services.Time.GetUtcNow(), AlertEnd.Message(last, why));
        if (last.Recoverable)
            services.Alerts.Topics.End(null, open.Topic, end, origin: null);
        else
            services.Alerts.Topics.Settle(null, open.Topic, end, origin: null);
        return !services.Alerts.Topics.TryGetState(open.Topic, end.Id, out var state) || state.Level == AlertLevel.Ok;
    }
}
