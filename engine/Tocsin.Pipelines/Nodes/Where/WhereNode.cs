using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Where;

/// <summary>
/// Passes on the points that meet a condition. A point for which the condition has no value is an error and dropped. A batch keeps its place
/// when all its points are dropped: an empty batch leaves.
/// </summary>
/// <param name="condition">Judged for each point; functions that remember, such as <c>count()</c>, remember per group.</param>
/// <example><code>stream|from().measurement('cpu')|where(lambda: "host" == 'web1' AND "usage" > 90.0)</code></example>
[Node("where")]
internal sealed class WhereNode(LambdaExpression condition) : ProcessingNode
{
    /// <summary>What points must meet.</summary>
    [NotInScript]
    public LambdaExpression Condition => condition;

    public override KnownData Follow(NodeFlow flow)
    {
        flow.Condition(condition);
        return flow.Input with { FixedTags = flow.Input.FixedTags.Union(FixedTags.In(condition)), IsNeverEmpty = false };
    }

    public override Processor CreateProcessor(NodeContext context) =>
        new WhereProcessor(new SeriesPredicate(context.Compile(condition, "where clause")), context);
}
