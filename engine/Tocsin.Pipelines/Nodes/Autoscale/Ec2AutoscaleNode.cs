using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Data;
using Tocsin.Sdk.Scaling;

namespace Tocsin.Pipelines.Nodes.Autoscale;

/// <summary>
/// Changes how many instances an autoscaling group of Amazon EC2 runs, and emits a point with the fields <c>old</c> and <c>new</c> when it does. The account is
/// the section <c>ec2</c> of the configuration.
/// </summary>
/// <example>
/// <code>
/// stream|from().measurement('requests').groupBy('group')
///     |ec2Autoscale().groupNameTag('group').max(20).replicas(lambda: int(ceil("per_second" / 1000.0))).increaseCooldown(5m).decreaseCooldown(15m)
/// </code>
/// </example>
[Node("ec2Autoscale", Kind = "ec2_autoscale", Provides = EdgeKind.Stream)]
internal sealed class Ec2AutoscaleNode() : AutoscaleNode("ec2", "ec2 client")
{
    /// <summary>The name of the autoscaling group. Either this or <see cref="GroupNameTag"/>.</summary>
    public string GroupName { get; set; } = "";

    /// <summary>The tag whose value is the name of the group.</summary>
    public string GroupNameTag { get; set; } = "";

    /// <summary>The tag of the points emitted that holds the name. Empty, the default: that of <see cref="GroupNameTag"/>.</summary>
    public string OutputGroupNameTag { get; set; } = "";

    /// <inheritdoc/>
    public override void Validate(NodeProblems problems)
    {
        ValidateName(problems, nameof(GroupName), GroupName, GroupNameTag);
        base.Validate(problems);
    }

    internal override ScaleTarget? TargetOf(TagSet tags, out string error) =>
        NameOf(GroupName, GroupNameTag, tags, "groupName", out error) is { } name ? new ScaleTarget(name) : null;

    internal override TagSet Name(ScaleTarget target, TagSet tags) => With(tags, OutputGroupNameTag.Length > 0 ? OutputGroupNameTag : GroupNameTag, target.Name);
}
