using System.Globalization;

namespace Tocsin.Alerting.Names;

/// <summary>
/// Whom deliveries are owed to: <c>topic/handler</c>, or <c>main:task:node/#slack:ops-3fa2b1</c> for the handlers of an alert node, which
/// <see cref="NodeHandlerId"/> names. Topics may hold slashes, handlers do not.
/// </summary>
/// <param name="Topic">The handler's topic.</param>
/// <param name="Handler">The handler's id; of a node's handler, the name that it has among them.</param>
public readonly record struct HandlerTarget(string Topic, string Handler)
{
    private const char NodeMark = '#';

    /// <summary>The target of an alert node's handler.</summary>
    /// <param name="name">Its name among the node's handlers.</param>
    public static HandlerTarget OfNode(string topic, string name) => new(topic, NodeMark + name);

    /// <summary>Reads a target's name. A name without a slash is that of a handler without a topic.</summary>
    public static HandlerTarget Parse(string name)
    {
        var slash = name.LastIndexOf('/');
        return new HandlerTarget(name[..Math.Max(slash, 0)], name[(slash + 1)..]);
    }

    /// <summary>True for a handler of an alert node.</summary>
    public bool IsOfNode => Handler.StartsWith(NodeMark);

    /// <summary>The kind of an alert node's handler; null for other handlers.</summary>
    public string? NodeKind => !IsOfNode ? null : OldPlace is var (_, kind) ? kind : NodeHandlerId.KindIn(Handler[1..]);

    /// <summary>Where an alert node's handler leads, as part of its name: it stays the same when its other options change. Null for other handlers.</summary>
    internal string? NodeRoad => IsOfNode && OldPlace is null ? NodeHandlerId.RoadIn(Handler[1..]) : null;

    /// <summary>The place and the kind by which earlier versions named a node's handler, <c>#2-slack</c>; null for all other names.</summary>
    internal (int Index, string Kind)? OldPlace =>
        IsOfNode && Handler.IndexOf('-', StringComparison.Ordinal) is > 1 and var dash && int.TryParse(Handler.AsSpan(1, dash - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? (index, Handler[(dash + 1)..])
            : null;

    /// <summary>As people write it who know the script: <c>task/node/slack:ops-3fa2b1</c> for a handler of an alert node, else the same as <see cref="ToString"/>.</summary>
    public string InScript => InScriptAs(IsOfNode ? Handler[1..] : Handler);

    /// <summary>The same by its kind alone, which is enough while the node has no other handler of the kind.</summary>
    public string InScriptByKind => InScriptAs(NodeKind ?? Handler);

    /// <summary>The target's name, as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => Topic.Length == 0 ? Handler : $"{Topic}/{Handler}";

    private string InScriptAs(string handler) => IsOfNode && NodeTopic.Parse(Topic) is { } node ? $"{node.Task}/{node.Node}/{handler}" : ToString();
}
