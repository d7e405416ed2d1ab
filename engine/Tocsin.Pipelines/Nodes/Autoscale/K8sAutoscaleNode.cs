using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Data;
using Tocsin.Sdk.Scaling;

namespace Tocsin.Pipelines.Nodes.Autoscale;

/// <summary>
/// Changes how many replicas of a resource Kubernetes runs, and emits a point with the fields <c>old</c> and <c>new</c> when it does. The cluster is the section
/// <c>kubernetes</c> of the configuration.
/// </summary>
/// <example>
/// <code>
/// stream|from().measurement('requests').groupBy('deployment')
///     |k8sAutoscale()
///         .resourceNameTag('deployment')
///         .min(2)
///         .max(20)
///         .replicas(lambda: int(ceil("per_second" / 100.0)))
///         .increaseCooldown(1m)
///         .decreaseCooldown(10m)
/// </code>
/// </example>
[Node("k8sAutoscale", Kind = "k8s_autoscale", Provides = EdgeKind.Stream)]
internal sealed class K8sAutoscaleNode() : AutoscaleNode("kubernetes", "kubernetes client")
{
    private static readonly string[] Kinds = ["deployments", "replicasets", "replicationcontrollers"];

    /// <summary>The namespace of the resource. Empty, the default: that of the configuration, or <c>default</c>.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>What the resource is: <c>deployments</c>, the default, <c>replicasets</c> or <c>replicationcontrollers</c>.</summary>
    public string Kind { get; set; } = "deployments";

    /// <summary>The name of the resource. Either this or <see cref="ResourceNameTag"/>.</summary>
    public string ResourceName { get; set; } = "";

    /// <summary>The tag whose value is the name of the resource.</summary>
    public string ResourceNameTag { get; set; } = "";

    /// <summary>The tag of the points emitted that holds the namespace. Empty for none. Default <c>namespace</c>.</summary>
    public string NamespaceTag { get; set; } = "namespace";

    /// <summary>The tag of the points emitted that holds the kind. Empty for none. Default <c>kind</c>.</summary>
    public string KindTag { get; set; } = "kind";

    /// <summary>The tag of the points emitted that holds the name. Empty for none. Default <c>resource</c>.</summary>
    public string ResourceTag { get; set; } = "resource";

    /// <inheritdoc/>
    public override void Validate(NodeProblems problems)
    {
        ValidateName(problems, nameof(ResourceName), ResourceName, ResourceNameTag);
        if (!Kinds.Contains(Kind))
            problems.ErrorOfValue($"invalid Kind, must be 'deployments', 'replicasets' or 'replicationcontrollers', got {Kind}", property: "kind");
        base.Validate(problems);
    }

    internal override ScaleTarget? TargetOf(TagSet tags, out string error) =>
        NameOf(ResourceName, ResourceNameTag, tags, "resourceName", out error) is { } name ? new ScaleTarget(name) { Namespace = Namespace, Kind = Kind } : null;

    internal override TagSet Name(ScaleTarget target, TagSet tags) => With(With(With(tags, NamespaceTag, target.Namespace), KindTag, target.Kind), ResourceTag, target.Name);
}
