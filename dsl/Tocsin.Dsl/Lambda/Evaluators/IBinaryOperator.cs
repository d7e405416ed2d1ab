namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>What an operator does with operands of these types. Integers wrap around; floats follow IEEE 754; the two never mix in arithmetic.</summary>
internal interface IBinaryOperator<in TLeft, in TRight, out TResult>
{
    static abstract TResult Apply(TLeft left, TRight right, ExpressionState state);
}
