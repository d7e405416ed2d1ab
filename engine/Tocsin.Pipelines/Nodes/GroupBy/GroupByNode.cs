using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.GroupBy;

/// <summary>Splits data into groups that share the values of some tags.</summary>
/// <example><code>stream|from()|groupBy('host', 'cpu')</code></example>
[Node("groupBy", Kind = "groupby")]
internal sealed class GroupByNode : ProcessingNode
{
    /// <param name="dimensions">Names of tags, or <c>*</c> for all.</param>
    public GroupByNode(params object[] dimensions) => Grouping = Grouping.None.WithArguments(dimensions);

    [NotInScript]
    public Grouping Grouping { get; private set; }

    /// <summary>Groups by measurement as well.</summary>
    [ScriptMethod]
    public void ByMeasurement() => Grouping = Grouping with { IsByName = true };

    /// <summary>Leaves tags out of <c>groupBy(*)</c>.</summary>
    [ScriptMethod]
    public void Exclude(params string[] tags) => Grouping = Grouping with { Excluded = [.. Grouping.Excluded, .. tags] };

    public override void Validate(NodeProblems problems)
    {
        if (Grouping.Excluded.Count > 0 && !Grouping.IsByAllTags)
            problems.Error("exclude works with '*' only", "write groupBy(*).exclude('tag'), or name the tags you want");
    }

    public override KnownData Follow(NodeFlow flow)
    {
        foreach (var tag in Grouping.TagNames)
            flow.ReadTag(tag);
        return flow.Input with { Dimensions = Grouping.Known, Groups = Grouping.Groups };
    }

    public override Processor CreateProcessor(NodeContext context) => new GroupByProcessor(Grouping, context);
}
