using Tocsin.Dsl.Lambda.Evaluators;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary>A row whose types are known to the C# compiler.</summary>
internal sealed class OperatorRow<TLeft, TRight, TResult, TOperator>(BinaryOperator @operator)
    : OperatorRow(@operator, ValueKinds.Of<TLeft>(), ValueKinds.Of<TRight>(), ValueKinds.Of<TResult>())
    where TOperator : struct, IBinaryOperator<TLeft, TRight, TResult>
{
    public override Evaluator Create(Evaluator left, Evaluator right) =>
        ((Evaluator<TLeft>)left).ReadBy(new LeftReader((Evaluator<TRight>)right));

    private sealed class LeftReader(Evaluator<TRight> right) : IOperandReader<TLeft>
    {
        public Evaluator Use<TOperand>(TOperand operand)
            where TOperand : struct, IOperand<TLeft> =>
            right.ReadBy(new RightReader<TOperand>(operand));
    }

    private sealed class RightReader<TLeftOperand>(TLeftOperand left) : IOperandReader<TRight>
        where TLeftOperand : struct, IOperand<TLeft>
    {
        public Evaluator Use<TOperand>(TOperand operand)
            where TOperand : struct, IOperand<TRight> =>
            new BinaryEvaluator<TLeft, TRight, TResult, TOperator, TLeftOperand, TOperand>(left, operand);
    }
}
