using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

internal readonly struct FloatField(int slot) : IOperand<double>
{
    public double Read(Row row, ExpressionState state) => row.Float(slot);
}
