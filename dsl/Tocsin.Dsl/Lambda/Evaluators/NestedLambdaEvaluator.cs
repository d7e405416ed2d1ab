using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>A lambda variable used inside another lambda: it remembers for itself, and the same for all groups.</summary>
internal sealed class NestedLambdaEvaluator<T>(Evaluator<T> body, ExpressionState shared) : Evaluator<T>
{
    public override T Evaluate(Row row, ExpressionState state)
    {
        shared.Host = state.Host;
        shared.Failure = state.Failure;
        var value = body.Evaluate(row, shared);
        if (shared.Failure is not null)
            state.Fail(shared.Failure);
        return value;
    }
}
