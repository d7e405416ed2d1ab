namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>Builds an evaluator around an operand whose struct type only the operand knows.</summary>
internal interface IOperandReader<T>
{
    Evaluator Use<TOperand>(TOperand operand)
        where TOperand : struct, IOperand<T>;
}
