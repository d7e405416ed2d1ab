using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.StateCount;

/// <summary>
/// Counts the points in a row of a group that meet a condition: 1, 2, 3 and so on, and -1 where it is not met. A point for which the
/// condition has no value is an error and dropped; the count goes on after it. Every batch starts again. In a stream, a barrier of
/// <c>|barrier().idle()</c> above counts like another point as the last; one of <c>.period()</c> does when no point came since the one before; one with <c>.delete(TRUE)</c>
/// ends the group instead.
/// </summary>
/// <param name="condition">What makes the state.</param>
/// <example><code>stream|from().measurement('cpu')|stateCount(lambda: "usage" > 90.0).as('hot')|alert().crit(lambda: "hot" >= 5)</code></example>
[Node("stateCount", Kind = "state_count")]
internal sealed class StateCountNode(LambdaExpression condition) : ProcessingNode
{
    /// <summary>The field that takes the count, an integer. Default: <c>state_count</c>.</summary>
    public string As { get; set; } = "state_count";

    public override KnownData Follow(NodeFlow flow)
    {
        flow.Condition(condition);
        return flow.Input.WithField(As, ValueKind.Integer);
    }

    public override Processor CreateProcessor(NodeContext context) =>
        new StateCountProcessor(As, new SeriesPredicate(context.Compile(condition, "stateCount")), context);
}
