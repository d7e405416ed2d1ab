using Tocsin.Dsl.Data;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>The row's own time.</summary>
internal readonly struct RowTime : IOperand<Instant>
{
    public Instant Read(Row row, ExpressionState state) => new(row.Time);
}
