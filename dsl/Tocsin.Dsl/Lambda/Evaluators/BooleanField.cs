using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

internal readonly struct BooleanField(int slot) : IOperand<bool>
{
    public bool Read(Row row, ExpressionState state) => row.Boolean(slot);
}
