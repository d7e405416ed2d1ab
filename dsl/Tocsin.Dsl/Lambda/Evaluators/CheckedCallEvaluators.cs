using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>A call with one argument that the function may refuse.</summary>
internal sealed class CheckedCallEvaluator<TA, TResult>(CallSite site, Evaluator<TA> a, Fallible<TA, TResult> function) : Evaluator<TResult>
{
    public override TResult Evaluate(Row row, ExpressionState state)
    {
        if (function(a.Evaluate(row, state), out var result) is { } problem && !state.HasFailed)
            state.Fail(site.Error(problem));
        return result;
    }
}

/// <summary>A call with two arguments that the function may refuse.</summary>
internal sealed class CheckedCallEvaluator<TA, TB, TResult>(
    CallSite site, Evaluator<TA> a, Evaluator<TB> b, Fallible<TA, TB, TResult> function) : Evaluator<TResult>
{
    public override TResult Evaluate(Row row, ExpressionState state)
    {
        if (function(a.Evaluate(row, state), b.Evaluate(row, state), out var result) is { } problem && !state.HasFailed)
            state.Fail(site.Error(problem));
        return result;
    }
}

/// <summary>A call with three arguments that the function may refuse.</summary>
internal sealed class CheckedCallEvaluator<TA, TB, TC, TResult>(
    CallSite site, Evaluator<TA> a, Evaluator<TB> b, Evaluator<TC> c, Fallible<TA, TB, TC, TResult> function) : Evaluator<TResult>
{
    public override TResult Evaluate(Row row, ExpressionState state)
    {
        if (function(a.Evaluate(row, state), b.Evaluate(row, state), c.Evaluate(row, state), out var result) is { } problem
            && !state.HasFailed)
        {
            state.Fail(site.Error(problem));
        }

        return result;
    }
}
