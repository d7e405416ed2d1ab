using Tocsin.Dsl.Data;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>A condition whose values somebody is shown.</summary>
internal sealed class WatchedEvaluator(Evaluator<bool> condition, TextSpan span, IConditionWatch watch) : Evaluator<bool>
{
    public override bool Evaluate(Row row, ExpressionState state)
    {
        var value = condition.Evaluate(row, state);
        if (!state.HasFailed)
            watch.Saw(span, value);
        return value;
    }
}
