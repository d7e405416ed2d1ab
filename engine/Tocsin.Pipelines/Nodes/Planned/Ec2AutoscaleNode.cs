using Tocsin.Dsl.Binding;

namespace Tocsin.Pipelines.Nodes.Planned;

/// <summary>Known from Kapacitor, but not available yet: a script that uses it is refused.</summary>
[Node("ec2Autoscale", Kind = "ec2_autoscale", Wants = EdgeKind.Any, Provides = EdgeKind.Stream)]
public sealed class Ec2AutoscaleNode : NodeDefinition
{
    public Ec2AutoscaleNode(params object[] arguments) => throw NotYet.Available("ec2Autoscale()", "send the wish for instances with |httpPost() meanwhile");
}
