namespace Tocsin.Alerting.Names;

/// <summary>
/// Whom deliveries are owed to: <c>topic/handler</c>, or <c>main:task:node/#2-slack</c> for the handlers of an alert node. Topics may hold
/// slashes, handlers do not.
/// </summary>
/// <param name="Topic">The handler's topic.</param>
/// <param name="Handler">The handler's id; of a node's handler, its place in the script and its kind.</param>
public readonly record struct HandlerTarget(string Topic, string Handler)
{
    private const char NodeMark = '#';

    /// <summary>The target of an alert node's handler.</summary>
    public static HandlerTarget OfNode(string topic, int index, string kind) => new(topic, $"{NodeMark}{index}-{kind}");

    /// <summary>Reads a target's name. A name without a slash is that of a handler without a topic.</summary>
    public static HandlerTarget Parse(string name)
    {
        var slash = name.LastIndexOf('/');
        return new HandlerTarget(name[..Math.Max(slash, 0)], name[(slash + 1)..]);
    }

    /// <summary>What the names of all targets of a topic begin with.</summary>
    public static string PrefixOf(string topic) => topic + "/";

    /// <summary>What the names of the targets of an alert node's topic begin with.</summary>
    public static string NodePrefixOf(string topic) => PrefixOf(topic) + NodeMark;

    /// <summary>True for a handler of an alert node.</summary>
    public bool IsOfNode => Handler.StartsWith(NodeMark);

    /// <summary>The kind of an alert node's handler; null for other handlers.</summary>
    public string? NodeKind => IsOfNode && Handler.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash ? Handler[(dash + 1)..] : null;

    public override string ToString() => PrefixOf(Topic) + Handler;
}
