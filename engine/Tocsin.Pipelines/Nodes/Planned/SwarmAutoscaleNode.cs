using Tocsin.Dsl.Binding;

namespace Tocsin.Pipelines.Nodes.Planned;

/// <summary>Known from Kapacitor, but not available yet: a script that uses it is refused.</summary>
[Node("swarmAutoscale", Kind = "swarm_autoscale", Wants = EdgeKind.Any, Provides = EdgeKind.Stream)]
public sealed class SwarmAutoscaleNode : NodeDefinition
{
    public SwarmAutoscaleNode(params object[] arguments) => throw NotYet.Available("swarmAutoscale()", "send the wish for replicas with |httpPost() meanwhile");
}
