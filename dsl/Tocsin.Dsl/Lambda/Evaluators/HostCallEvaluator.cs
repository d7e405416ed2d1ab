using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>A call that asks the object the expression is evaluated for.</summary>
internal sealed class HostCallEvaluator<THost, TResult>(CallSite site, Func<THost, TResult> function) : Evaluator<TResult>
    where THost : class
{
    private readonly EvaluationError _noHost = site.Error("it can only be used where there is an event to look at");

    public override TResult Evaluate(Row row, ExpressionState state)
    {
        if (state.Host is THost host)
            return function(host);

        state.Fail(_noHost);
        return Harmless.Of<TResult>();
    }
}
