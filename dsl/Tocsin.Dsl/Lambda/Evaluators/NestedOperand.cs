using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>The result of another evaluator.</summary>
internal readonly struct NestedOperand<T>(Evaluator<T> inner) : IOperand<T>
{
    public T Read(Row row, ExpressionState state) => inner.Evaluate(row, state);
}
