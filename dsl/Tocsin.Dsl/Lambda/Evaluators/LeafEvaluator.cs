using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>A constant, a field or a tag standing by itself.</summary>
internal sealed class LeafEvaluator<T, TOperand>(TOperand operand) : Evaluator<T>
    where TOperand : struct, IOperand<T>
{
    public TOperand Operand => operand;

    public override T Evaluate(Row row, ExpressionState state) => operand.Read(row, state);

    public override Evaluator ReadBy(IOperandReader<T> reader) => reader.Use(operand);
}
