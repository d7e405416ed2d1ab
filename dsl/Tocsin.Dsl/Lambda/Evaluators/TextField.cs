using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

internal readonly struct TextField(int slot) : IOperand<string>
{
    public string Read(Row row, ExpressionState state) => row.Text(slot);
}
