using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>An operator before one operand.</summary>
internal sealed class UnaryEvaluator<T, TResult, TOperator>(Evaluator<T> operand) : Evaluator<TResult>
    where TOperator : struct, IUnaryOperator<T, TResult>
{
    public override TResult Evaluate(Row row, ExpressionState state) => TOperator.Apply(operand.Evaluate(row, state));
}
