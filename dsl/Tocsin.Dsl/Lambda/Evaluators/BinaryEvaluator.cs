using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>An operator between two operands. One class for all of them: every combination is compiled to code of its own.</summary>
internal sealed class BinaryEvaluator<TLeft, TRight, TResult, TOperator, TLeftOperand, TRightOperand>(TLeftOperand left, TRightOperand right)
    : Evaluator<TResult>
    where TOperator : struct, IBinaryOperator<TLeft, TRight, TResult>
    where TLeftOperand : struct, IOperand<TLeft>
    where TRightOperand : struct, IOperand<TRight>
{
    public override TResult Evaluate(Row row, ExpressionState state)
    {
        var leftValue = left.Read(row, state);
        return TOperator.Apply(leftValue, right.Read(row, state), state);
    }
}
