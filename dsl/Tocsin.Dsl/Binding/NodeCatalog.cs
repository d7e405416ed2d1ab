using System.Diagnostics.CodeAnalysis;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>The nodes that scripts can use. Immutable: a changed set of plugins makes a new catalog.</summary>
public sealed class NodeCatalog
{
    private readonly Dictionary<string, NodeDescriptor> _byName;
    private readonly Dictionary<string, NodeDescriptor> _functions;
    private readonly Dictionary<Type, NodeDescriptor> _byType;

    public NodeCatalog(IEnumerable<NodeDescriptor> nodes)
    {
        Nodes = [.. nodes.OrderBy(n => n.Name, StringComparer.Ordinal)];
        _byName = Nodes.Where(n => n.Operator != ChainOperator.At).ToDictionary(n => n.Name, StringComparer.Ordinal);
        _functions = Nodes.Where(n => n.Operator == ChainOperator.At).ToDictionary(n => n.Name, StringComparer.Ordinal);
        _byType = Nodes.DistinctBy(n => n.DefinitionType).ToDictionary(n => n.DefinitionType);
    }

    /// <summary>All nodes by name.</summary>
    public IReadOnlyList<NodeDescriptor> Nodes { get; }

    public bool TryFind(string name, [NotNullWhen(true)] out NodeDescriptor? node) =>
        _byName.TryGetValue(name, out node) || _functions.TryGetValue(name, out node);

    /// <summary>What stands behind <c>@</c> under a name, exactly as it is written, or else with a small first letter.</summary>
    public bool TryFindFunction(string name, [NotNullWhen(true)] out NodeDescriptor? function) =>
        _functions.TryGetValue(name, out function) || _functions.TryGetValue(MemberNames.WithSmallFirst(name), out function);

    /// <summary>The descriptor of a definition's class; of several that share a class the first by name.</summary>
    /// <exception cref="KeyNotFoundException">The definition's class is not in the catalog.</exception>
    public NodeDescriptor DescriptorOf(NodeDefinition definition) => _byType[definition.GetType()];
}
