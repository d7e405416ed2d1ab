using Tocsin.Dsl.Data;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>A duration field, which an earlier expression made.</summary>
internal readonly struct DurationField(int slot) : IOperand<Duration>
{
    public Duration Read(Row row, ExpressionState state) => new(row.Integer(slot));
}
