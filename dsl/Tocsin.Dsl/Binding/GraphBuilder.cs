using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>A graph under construction.</summary>
public sealed class GraphBuilder(NodeCatalog catalog)
{
    private readonly List<GraphNode> _nodes = [];
    private int _nextNumber;

    /// <summary>What nodes there are.</summary>
    public NodeCatalog Catalog { get; } = catalog;

    /// <summary>What nodes take from a configuration, each found by its type.</summary>
    public IReadOnlyList<object> Settings { get; init; } = [];

    /// <summary>All nodes in the order they were added.</summary>
    public IReadOnlyList<GraphNode> Nodes => _nodes;

    /// <summary>What a node takes from the configuration: defaults where nothing is configured.</summary>
    public T Setting<T>()
        where T : class, new() => Settings.OfType<T>().FirstOrDefault() ?? new T();

    /// <summary>Adds a node that begins a pipeline; takes one number.</summary>
    public GraphNode AddSource(NodeDefinition definition, TextSpan span) => Add(definition, span, []);

    /// <summary>The graph as it is now.</summary>
    internal PipelineGraph ToGraph(EdgeKind type)
    {
        foreach (var node in _nodes)
            node.ForgetMembers();
        return new PipelineGraph { Type = type, Nodes = [.. _nodes] };
    }

    /// <summary>Adds a node below its parents. Every link takes a number and the node keeps the last one.</summary>
    public GraphNode Add(NodeDefinition definition, TextSpan span, IReadOnlyList<GraphNode> parents) =>
        Add(Catalog.DescriptorOf(definition), definition, span, parents);

    /// <summary>As the other form, for one of several descriptors that share the definition's class.</summary>
    public GraphNode Add(NodeDescriptor descriptor, NodeDefinition definition, TextSpan span, IReadOnlyList<GraphNode> parents)
    {
        var node = new GraphNode(descriptor, definition, span);
        _nodes.Add(node);
        if (parents.Count == 0)
            TakeNumber(node);
        foreach (var parent in parents)
        {
            node.AddParent(parent);
            TakeNumber(node);
        }

        return node;
    }

    /// <summary>
    /// Takes back a node that was just added and linked to nothing, with its number: what <see cref="NodeDefinition.OnLinked"/> does for a
    /// node that only stands for others.
    /// </summary>
    public void Withdraw(GraphNode node)
    {
        if (_nodes.Count == 0 || !ReferenceEquals(_nodes[^1], node) || node.Parents.Count > 0)
            throw new ArgumentException($"{node.Name} is not the node that was added last, or it has parents", nameof(node));
        _nodes.RemoveAt(_nodes.Count - 1);
        _nextNumber--;
    }

    private void TakeNumber(GraphNode node) => node.Name = node.Descriptor.Kind + _nextNumber++;
}
