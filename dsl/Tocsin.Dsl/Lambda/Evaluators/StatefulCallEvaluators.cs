using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>A call without arguments of a function that remembers. After a failure it is not made, so that nothing is counted twice.</summary>
internal sealed class StatefulCallEvaluator<TState, TResult>(int index, Func<TState, TResult> function) : Evaluator<TResult>
    where TState : class
{
    // The expression's own builder put a TState at this index.
    public override TResult Evaluate(Row row, ExpressionState state) =>
        state.HasFailed ? default! : function((TState)state.Instance(index));
}

/// <summary>A call with one argument of a function that remembers.</summary>
internal sealed class StatefulCallEvaluator<TState, TA, TResult>(int index, Evaluator<TA> a, Func<TState, TA, TResult> function)
    : Evaluator<TResult>
    where TState : class
{
    public override TResult Evaluate(Row row, ExpressionState state)
    {
        var argument = a.Evaluate(row, state);

        // Results of stateful functions are numbers: their default is harmless.
        return state.HasFailed ? default! : function((TState)state.Instance(index), argument);
    }
}
