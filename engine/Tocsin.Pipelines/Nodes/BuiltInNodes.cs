using Tocsin.Alerting.Handlers;
using Tocsin.Dsl.Binding;

namespace Tocsin.Pipelines.Nodes;

/// <summary>The nodes that are classes of this assembly.</summary>
internal static class BuiltInNodes
{
    private static readonly Lazy<IReadOnlyList<NodeDescriptor>> Nodes = new(() => NodeDescriptors.FromAssembly(typeof(BuiltInNodes).Assembly));

    /// <summary>All of them, also those that scripts cannot name.</summary>
    public static IReadOnlyList<NodeDescriptor> All => Nodes.Value;

    /// <summary>All of them; those that hold handlers with the properties by which scripts attach these kinds.</summary>
    public static IEnumerable<NodeDescriptor> With(HandlerKinds kinds) =>
        All.Select(node => node.DefinitionType.IsAssignableTo(typeof(IHandlerHost)) ? node.With(kinds.ScriptMembers, kinds.Lacking) : node);

    /// <summary>True when there is one of this name, for scripts or for the engine itself.</summary>
    public static bool Has(string name) => All.Any(node => node.Name == name);
}
