using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>A call without arguments.</summary>
internal sealed class ForeignCallEvaluator<TResult>(CallSite site, Func<TResult> function) : GuardedEvaluator<TResult>(site)
{
    public override TResult Evaluate(Row row, ExpressionState state)
    {
        try
        {
            return state.HasFailed ? Nothing : Checked(function(), state);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return Failed(problem, state);
        }
    }
}

/// <summary>A call with one argument.</summary>
internal sealed class ForeignCallEvaluator<TA, TResult>(CallSite site, Evaluator<TA> a, Func<TA, TResult> function)
    : GuardedEvaluator<TResult>(site)
{
    public override TResult Evaluate(Row row, ExpressionState state)
    {
        var first = a.Evaluate(row, state);
        try
        {
            return state.HasFailed ? Nothing : Checked(function(first), state);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return Failed(problem, state);
        }
    }
}

/// <summary>A call with two arguments.</summary>
internal sealed class ForeignCallEvaluator<TA, TB, TResult>(CallSite site, Evaluator<TA> a, Evaluator<TB> b, Func<TA, TB, TResult> function)
    : GuardedEvaluator<TResult>(site)
{
    public override TResult Evaluate(Row row, ExpressionState state)
    {
        var first = a.Evaluate(row, state);
        var second = b.Evaluate(row, state);
        try
        {
            return state.HasFailed ? Nothing : Checked(function(first, second), state);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return Failed(problem, state);
        }
    }
}

/// <summary>A call with three arguments.</summary>
internal sealed class ForeignCallEvaluator<TA, TB, TC, TResult>(
    CallSite site, Evaluator<TA> a, Evaluator<TB> b, Evaluator<TC> c, Func<TA, TB, TC, TResult> function)
    : GuardedEvaluator<TResult>(site)
{
    public override TResult Evaluate(Row row, ExpressionState state)
    {
        var first = a.Evaluate(row, state);
        var second = b.Evaluate(row, state);
        var third = c.Evaluate(row, state);
        try
        {
            return state.HasFailed ? Nothing : Checked(function(first, second, third), state);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return Failed(problem, state);
        }
    }
}

/// <summary>A call with four arguments.</summary>
internal sealed class ForeignCallEvaluator<TA, TB, TC, TD, TResult>(
    CallSite site, Evaluator<TA> a, Evaluator<TB> b, Evaluator<TC> c, Evaluator<TD> d, Func<TA, TB, TC, TD, TResult> function)
    : GuardedEvaluator<TResult>(site)
{
    public override TResult Evaluate(Row row, ExpressionState state)
    {
        var first = a.Evaluate(row, state);
        var second = b.Evaluate(row, state);
        var third = c.Evaluate(row, state);
        var fourth = d.Evaluate(row, state);
        try
        {
            return state.HasFailed ? Nothing : Checked(function(first, second, third, fourth), state);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return Failed(problem, state);
        }
    }
}
