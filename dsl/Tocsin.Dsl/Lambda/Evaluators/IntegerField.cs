using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

internal readonly struct IntegerField(int slot) : IOperand<long>
{
    public long Read(Row row, ExpressionState state) => row.Integer(slot);
}
