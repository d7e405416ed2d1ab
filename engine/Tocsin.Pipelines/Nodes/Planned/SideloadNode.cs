using Tocsin.Dsl.Binding;

namespace Tocsin.Pipelines.Nodes.Planned;

/// <summary>Known from Kapacitor, but not available yet: a script that uses it is refused.</summary>
[Node("sideload", Kind = "sideload", Wants = EdgeKind.Any, Provides = EdgeKind.Any)]
public sealed class SideloadNode : NodeDefinition
{
    public SideloadNode(params object[] arguments) => throw NotYet.Available("sideload()", "set values with |default() or |eval() meanwhile");
}
