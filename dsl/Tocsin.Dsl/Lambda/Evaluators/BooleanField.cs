using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>A boolean field.</summary>
internal readonly struct BooleanField(int slot) : IOperand<bool>
{
    public bool Read(Row row, ExpressionState state) => row.Boolean(slot);
}
