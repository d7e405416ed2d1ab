using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Processing;
using Tocsin.Sdk.Scaling;

namespace Tocsin.Pipelines.Nodes.Autoscale;

/// <summary>What nodes have in common that let an orchestrator run more or fewer of something.</summary>
internal abstract class AutoscaleNode : ProcessingNode
{
    private protected AutoscaleNode(string orchestrator, string client) => (Orchestrator, Client) = (orchestrator, client);

    /// <summary>Whom the node asks.</summary>
    [NotInScript]
    public string Orchestrator { get; }

    /// <summary>How errors call it.</summary>
    [NotInScript]
    public string Client { get; }

    /// <summary>The id of the cluster in the configuration. Empty, the default: the only one, or the default one.</summary>
    public string Cluster { get; set; } = "";

    /// <summary>The fewest replicas, 1 or more. Default 1.</summary>
    public long Min { get; set; } = 1;

    /// <summary>The most replicas. 0, the default, sets no limit.</summary>
    public long Max { get; set; }

    /// <summary>How many replicas there are to be: a whole number, computed for each point. Required.</summary>
    public LambdaExpression? Replicas { get; set; }

    /// <summary>The name under which <see cref="Replicas"/> finds how many there are. Empty, the default, for none.</summary>
    public string CurrentField { get; set; } = "";

    /// <summary>After an increase none follows for this long, in the time of the data. Default 0.</summary>
    public Duration IncreaseCooldown { get; set; }

    /// <summary>After a decrease none follows for this long, in the time of the data. Default 0.</summary>
    public Duration DecreaseCooldown { get; set; }

    /// <inheritdoc/>
    public override bool Blocks => true;

    /// <inheritdoc/>
    public override void Validate(NodeProblems problems)
    {
        if (Replicas is null)
            problems.Error("must provide a replicas lambda expression", "write .replicas(lambda: int(...))");
        if (Min < 1)
            problems.ErrorOfValue($"min must be >= 1, got {Min}", property: "min");
        if (Max < 0 || (Max > 0 && Max < Min))
            problems.ErrorOfValue($"max must be 0 for no limit, or not below min, {Min}; got {Max}", property: "max");
        if (IncreaseCooldown < Duration.Zero)
            problems.ErrorOfValue($"increaseCooldown must not be negative, got {IncreaseCooldown}", property: "increaseCooldown");
        if (DecreaseCooldown < Duration.Zero)
            problems.ErrorOfValue($"decreaseCooldown must not be negative, got {DecreaseCooldown}", property: "decreaseCooldown");
    }

    /// <inheritdoc/>
    public override KnownData Follow(NodeFlow flow)
    {
        if (Replicas is not null && CurrentField.Length == 0)
            flow.Read(Replicas);
        return KnownData.Anything;
    }

    /// <inheritdoc/>
    public override Processor CreateProcessor(NodeContext context) => new AutoscaleProcessor(this, context);

    /// <summary>What a point is to scale; null with the reason when it does not say.</summary>
    internal abstract ScaleTarget? TargetOf(TagSet tags, out string error);

    /// <summary>The tags that name what was scaled.</summary>
    internal abstract TagSet Name(ScaleTarget target, TagSet tags);

    /// <summary>Exactly one of a name and a tag with names.</summary>
    private protected static void ValidateName(NodeProblems problems, string property, string name, string tag)
    {
        if ((name.Length > 0) == (tag.Length > 0))
            problems.Error($"must specify exactly one of {property} or {property}Tag", $"write .{char.ToLowerInvariant(property[0])}{property[1..]}('name'), or name a tag");
    }

    /// <summary>The name, or the tag's value.</summary>
    private protected static string? NameOf(string name, string tag, TagSet tags, string property, out string error)
    {
        var found = name.Length > 0 ? name : tags.Find(tag);
        error = string.IsNullOrEmpty(found) ? $"could not determine the name of the resource: the point has no tag '{tag}', which {property}Tag names" : "";
        return string.IsNullOrEmpty(found) ? null : found;
    }

    /// <summary>The tags and one more, where it has a name and a value.</summary>
    private protected static TagSet With(TagSet tags, string name, string value) => name.Length == 0 || value.Length == 0 ? tags : tags.With(name, value);
}
