using Tocsin.Dsl.Binding;

namespace Tocsin.Pipelines.Nodes.Planned;

/// <summary>Known from Kapacitor, but not available yet: a script that uses it is refused.</summary>
[Node("k8sAutoscale", Kind = "k8s_autoscale", Wants = EdgeKind.Any, Provides = EdgeKind.Stream)]
public sealed class K8sAutoscaleNode : NodeDefinition
{
    public K8sAutoscaleNode(params object[] arguments) => throw NotYet.Available("k8sAutoscale()", "send the wish for replicas with |httpPost() meanwhile");
}
