using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>What a function that remembers answered last. It is not called: nothing is counted twice.</summary>
internal sealed class RecalledEvaluator<TResult>(int index) : Evaluator<TResult>
{
    // The expression's own builder put the function's memory at this index.
    public override TResult Evaluate(Row row, ExpressionState state) => ((IMemory<TResult>)state.Instance(index)).Last;
}
