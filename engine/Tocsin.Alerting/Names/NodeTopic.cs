namespace Tocsin.Alerting.Names;

/// <summary>The topic that an alert node of a task has for its own handlers: <c>main:task:node</c>.</summary>
/// <param name="Task">The task's id.</param>
/// <param name="Node">The node's name in the script, such as <c>alert2</c>.</param>
public readonly record struct NodeTopic(string Task, string Node)
{
    /// <summary>What the names of the topics of all of a task's nodes begin with.</summary>
    public static string PrefixOf(string task) => $"main:{task}:";

    public override string ToString() => PrefixOf(Task) + Node;
}
