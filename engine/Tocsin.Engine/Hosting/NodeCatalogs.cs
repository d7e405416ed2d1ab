using Tocsin.Alerting.Handlers;
using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Functions;
using Tocsin.Pipelines.Nodes;
using Tocsin.Pipelines.Nodes.Alert;
using Tocsin.Pipelines.Nodes.Deadman;

namespace Tocsin.Engine.Hosting;

/// <summary>The nodes of the engine, with the handlers of plugins as properties of the alert node.</summary>
public static class NodeCatalogs
{
    /// <summary>
    /// The catalog with these kinds of handlers, the texts that deadman alerts are configured with, and the functions behind <c>@</c>.
    /// </summary>
    public static NodeCatalog With(HandlerKinds kinds, DeadmanOptions? deadman = null, FunctionSet? functions = null) =>
        new(BuiltInNodes.All.Select(node => node.DefinitionType == typeof(AlertNode) ? WithHandlers(node, kinds)
            : node.DefinitionType == typeof(DeadmanNode) && deadman is not null ? WithTexts(node, deadman)
            : node).Concat(functions?.Nodes ?? []));

    private static NodeDescriptor WithHandlers(NodeDescriptor alert, HandlerKinds kinds) =>
        alert with { Members = alert.Members with { Members = [.. alert.Members.Members, .. kinds.ScriptMembers], Lacking = PeerHandlers.Lacking } };

    private static NodeDescriptor WithTexts(NodeDescriptor node, DeadmanOptions texts)
    {
        var make = node.Constructor.Invoke;
        return node with
        {
            Constructor = node.Constructor with
            {
                Invoke = (target, arguments) =>
                {
                    var made = make(target, arguments);
                    ((DeadmanNode)made!).Texts = texts; // What the constructor of this node makes.
                    return made;
                },
            },
        };
    }
}
