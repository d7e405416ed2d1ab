namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>
/// A call of code that is not ours: it is not made after a failure, and what it throws fails the evaluation. A cancellation passes, as it
/// ends more than the evaluation.
/// </summary>
internal abstract class GuardedEvaluator<TResult>(CallSite site) : Evaluator<TResult>
{
    protected static TResult Nothing => Harmless.Of<TResult>();

    protected TResult Checked(TResult result, ExpressionState state)
    {
        // Asked first, so that code that is not optimised yet boxes nothing.
        if (typeof(TResult).IsValueType || result is not null)
            return result;

        state.Fail(site.Error("it returned null"));
        return Nothing;
    }

    protected TResult Failed(Exception problem, ExpressionState state)
    {
        state.Fail(site.Error(problem.GetBaseException().Message));
        return Nothing;
    }
}
