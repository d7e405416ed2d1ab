using Tocsin.Dsl.Binding;
using Tocsin.Engine.Nodes.Alert;
using Tocsin.Engine.Plugins;

namespace Tocsin.Engine.Nodes;

/// <summary>The nodes of the engine, with the handlers of plugins as properties of the alert node.</summary>
public static class NodeCatalogs
{
    private static readonly Lazy<IReadOnlyList<NodeDescriptor>> Nodes = new(() => NodeDescriptors.FromAssembly(typeof(NodeCatalogs).Assembly));

    /// <summary>The catalog with these kinds of handlers.</summary>
    public static NodeCatalog With(HandlerKinds kinds) => new(Nodes.Value.Select(node => node.DefinitionType == typeof(AlertNode)
        ? node with { Members = node.Members with { Members = [.. node.Members.Members, .. kinds.ScriptMembers] } }
        : node));
}
