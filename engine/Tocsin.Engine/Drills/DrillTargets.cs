using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Names;
using Tocsin.Dsl.Text;
using Tocsin.Pipelines.Nodes.Alert;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Drills;

/// <summary>Finds the topics in which a drill is published.</summary>
public sealed class DrillTargets(AlertSystem alerts, TaskRegistry tasks, TaskMaster master)
{
    /// <summary>A topic by its name, or those that the alert nodes of a task send to.</summary>
    /// <exception cref="DrillException">There is none, or nobody would be notified.</exception>
    public IReadOnlyList<string> Of(string name)
    {
        if (alerts.Topics.TryGet(name, out _))
            return [name];
        if (tasks.Find(name) is not { } task)
        {
            var known = alerts.Topics.List().Select(topic => topic.Name).Concat(tasks.Tasks.Select(other => other.Id));
            throw new DrillException($"there is no topic and no task '{name}'{(NearestName.Find(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : "")}", isUnknown: true);
        }

        if (task.IsShadow)
            throw new DrillException($"the task '{name}' is a shadow: nobody is notified by it", isUnknown: false);
        if (master.Find(name) is null)
            throw new DrillException($"the task '{name}' does not run, and its handlers with it: 'tocsin enable {name}' starts it", isUnknown: false);
        var topics = (task.Graph?.Nodes ?? []).Where(node => node.Definition is AlertNode)
            .SelectMany(node => Topics(task, node.Name, (AlertNode)node.Definition)).Distinct().ToList();
        return topics.Count > 0 ? topics : throw new DrillException($"no alert node of the task '{name}' has handlers or a topic: nobody would be notified by it", isUnknown: false);
    }

    private static IEnumerable<string> Topics(TaskDefinition task, string name, AlertNode node) =>
    [
        .. node.Handlers.Count > 0 ? [new NodeTopic(task.Id, name).ToString()] : Array.Empty<string>(),
        .. node.Topic.Length > 0 ? [node.Topic] : Array.Empty<string>(),
    ];
}
