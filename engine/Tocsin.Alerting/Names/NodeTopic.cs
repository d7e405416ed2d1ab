namespace Tocsin.Alerting.Names;

/// <summary>The topic that an alert node of a task has for its own handlers: <c>main:task:node</c>, or <c>replay:task:node</c> while data is played to it.</summary>
/// <param name="Task">The task's id.</param>
/// <param name="Node">The node's name in the script, such as <c>alert2</c>.</param>
/// <param name="Run">Where the task runs: <see cref="Live"/> or the id of a replay, or <see cref="Shadow"/>.</param>
public readonly record struct NodeTopic(string Task, string Node, string Run = NodeTopic.Live)
{
    /// <summary>The tasks that get what is written.</summary>
    public const string Live = "main";

    /// <summary>Tasks that run beside live ones, so that both can be compared: nobody is notified by them.</summary>
    public const string Shadow = "shadow";

    /// <summary>What the names of the topics of all of a task's nodes begin with.</summary>
    public static string PrefixOf(string task, string run = Live) => $"{run}:{task}:";

    /// <summary>Reads a topic's name; null when it is not that of a node.</summary>
    public static NodeTopic? Parse(string topic) => topic.Split(':') is [var run, var task, var node] ? new NodeTopic(task, node, run) : null;

    public override string ToString() => PrefixOf(Task, Run) + Node;
}
