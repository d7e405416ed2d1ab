using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>A part whose types do not fit in this shape of rows: it fails whenever it is reached, always with the same error.</summary>
internal sealed class FailingEvaluator<T>(EvaluationError error, T harmless) : Evaluator<T>
{
    public override T Evaluate(Row row, ExpressionState state)
    {
        state.Fail(error);
        return harmless;
    }
}
