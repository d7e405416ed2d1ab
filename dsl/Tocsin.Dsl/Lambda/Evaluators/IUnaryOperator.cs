namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>What an operator does with an operand of this type.</summary>
internal interface IUnaryOperator<in T, out TResult>
{
    static abstract TResult Apply(T operand);
}
