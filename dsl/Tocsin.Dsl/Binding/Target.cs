using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>What a link of a chain hangs on, and what can be found there.</summary>
internal sealed class Target
{
    private readonly ScriptObject? _owner;
    private readonly NodeCatalog _catalog;

    private Target(object value, GraphNode node, ScriptObject? owner, NodeCatalog catalog)
    {
        Value = value;
        Node = node;
        _owner = owner;
        _catalog = catalog;
    }

    /// <summary>The value itself: a <see cref="GraphNode"/> or <see cref="ScriptObject"/>.</summary>
    public object Value { get; }

    public GraphNode Node { get; }

    /// <summary>What people call it.</summary>
    public string Name => _owner is { IsUncertain: false } ? _owner.Own.Name : Node.Descriptor.Name;

    /// <inheritdoc cref="ScriptObject.IsUncertain"/>
    public bool IsUncertain => _owner is { IsUncertain: true };

    /// <summary>Null for values that have no properties.</summary>
    public static Target? Of(object value, NodeCatalog catalog) => value switch
    {
        GraphNode node => new Target(value, node, null, catalog),
        ScriptObject owner => new Target(value, owner.Node, owner, catalog),
        _ => null,
    };

    /// <summary>A property: its own ones come first, then those of the node.</summary>
    public TargetMember? FindMember(string name) =>
        (_owner is null ? null : TargetMember.Find(_owner.Own.Members, name, _owner.Target))
        ?? TargetMember.Find(Node.Descriptor.Members.Members, name, Node.Definition);

    /// <summary>A node that can follow; of those of one name the one with the operator.</summary>
    public NodeDescriptor? FindNode(ChainOperator op, string name) => Find(op, name) is { } descriptor && Placement.CanFollow(descriptor, Node) ? descriptor : null;

    /// <summary>A node of that name that cannot follow here.</summary>
    public NodeDescriptor? NodeOutOfPlace(ChainOperator op, string name) => Find(op, name) is { } descriptor && Placement.IsCallable(descriptor) ? descriptor : null;

    /// <summary>The functions behind <c>@</c> that users brought.</summary>
    public IReadOnlyCollection<string> FunctionNames => [.. _catalog.Nodes.Where(n => n.Operator == ChainOperator.At).Select(n => n.Name)];

    private NodeDescriptor? Find(ChainOperator op, string name) =>
        op == ChainOperator.At && _catalog.TryFindFunction(name, out var function) ? function
        : _catalog.TryFind(MemberNames.WithSmallFirst(name), out var node) || _catalog.TryFindFunction(name, out node) ? node : null;

    /// <summary>All that could have been meant, each with its operator, those with the given operator first.</summary>
    public IEnumerable<(ChainOperator Operator, string Name)> NamesFor(ChainOperator first)
    {
        var own = _owner is null ? [] : _owner.Own.Members.Select(m => (ChainOperator.Dot, m.Name));
        var properties = own.Concat(Node.Descriptor.Members.Members.Select(m => (ChainOperator.Dot, m.Name)));
        var nodes = _catalog.Nodes.Where(n => Placement.CanFollow(n, Node)).Select(n => (n.Operator, n.Name));
        return first == ChainOperator.Pipe ? nodes.Concat(properties) : properties.Concat(nodes);
    }
}
