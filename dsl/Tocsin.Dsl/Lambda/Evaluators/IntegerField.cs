using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>An integer field.</summary>
internal readonly struct IntegerField(int slot) : IOperand<long>
{
    public long Read(Row row, ExpressionState state) => row.Integer(slot);
}
