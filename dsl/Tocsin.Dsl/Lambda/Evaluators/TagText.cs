using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>The value of a tag.</summary>
internal readonly struct TagText(int slot) : IOperand<string>
{
    public int Slot => slot;

    public string Read(Row row, ExpressionState state) => row.Tags.ValueAt(slot);
}
