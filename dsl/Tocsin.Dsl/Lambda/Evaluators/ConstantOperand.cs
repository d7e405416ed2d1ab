using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>The same value for every row.</summary>
internal readonly struct ConstantOperand<T>(T value) : IOperand<T>
{
    public T Value => value;

    public T Read(Row row, ExpressionState state) => value;
}
