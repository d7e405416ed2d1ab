using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Data;
using Tocsin.Sdk.Scaling;

namespace Tocsin.Pipelines.Nodes.Autoscale;

/// <summary>
/// Changes how many replicas of a service a Docker swarm runs, and emits a point with the fields <c>old</c> and <c>new</c> when it does. The swarm is the
/// section <c>swarm</c> of the configuration.
/// </summary>
/// <example>
/// <code>
/// stream|from().measurement('requests').groupBy('service')
///     |swarmAutoscale().serviceNameTag('service').max(20).replicas(lambda: int(ceil("per_second" / 100.0))).decreaseCooldown(10m)
/// </code>
/// </example>
[Node("swarmAutoscale", Kind = "swarm_autoscale", Provides = EdgeKind.Stream)]
internal sealed class SwarmAutoscaleNode() : AutoscaleNode("swarm", "swarm client")
{
    /// <summary>The name of the service. Either this or <see cref="ServiceNameTag"/>.</summary>
    public string ServiceName { get; set; } = "";

    /// <summary>The tag whose value is the name of the service.</summary>
    public string ServiceNameTag { get; set; } = "";

    /// <summary>The tag of the points emitted that holds the name. Empty, the default: that of <see cref="ServiceNameTag"/>.</summary>
    public string OutputServiceNameTag { get; set; } = "";

    /// <inheritdoc/>
    public override void Validate(NodeProblems problems)
    {
        ValidateName(problems, nameof(ServiceName), ServiceName, ServiceNameTag);
        base.Validate(problems);
    }

    internal override ScaleTarget? TargetOf(TagSet tags, out string error) =>
        NameOf(ServiceName, ServiceNameTag, tags, "serviceName", out error) is { } name ? new ScaleTarget(name) : null;

    internal override TagSet Name(ScaleTarget target, TagSet tags) =>
        With(tags, OutputServiceNameTag.Length > 0 ? OutputServiceNameTag : ServiceNameTag, target.Name);
}
