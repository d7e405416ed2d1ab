using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>Something an operator reads. Implemented by structs, so that code is compiled per kind of operand and reads are inlined.</summary>
internal interface IOperand<out T>
{
    T Read(Row row, ExpressionState state);
}
