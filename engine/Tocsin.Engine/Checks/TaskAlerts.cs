using Tocsin.Alerting.Definitions;
using Tocsin.Pipelines.Nodes.Alert;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Checks;

/// <summary>Which alerts the enabled tasks raise on topics. Made once for a state of the tasks.</summary>
/// <param name="tasks">That state.</param>
internal sealed class TaskAlerts(IReadOnlyCollection<TaskDefinition> tasks)
{
    public static readonly TaskAlerts None = new([]);

    private readonly ILookup<string, RaisedAlert> _raised = tasks.Where(task => task is { IsEnabled: true, IsShadow: false, Graph: not null })
        .SelectMany(task => AlertIdentity.In(task.Graph!, task.Id)).ToLookup(raised => raised.Identity, StringComparer.Ordinal); // It was asked for.

    public IReadOnlyCollection<TaskDefinition> Tasks => tasks;

    /// <summary>An alert node of another task that raises the same; null when there is none.</summary>
    public RaisedAlert? Other(RaisedAlert raised) => _raised[raised.Identity].FirstOrDefault(other => other.Script != raised.Script);
}
