using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>A known answer, after an argument has been evaluated that may fail or remember.</summary>
internal sealed class AfterwardsEvaluator(Evaluator argument, bool answer) : Evaluator<bool>
{
    public override bool Evaluate(Row row, ExpressionState state)
    {
        argument.EvaluateValue(row, state);
        return answer;
    }
}
