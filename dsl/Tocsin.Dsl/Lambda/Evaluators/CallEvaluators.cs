using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>A call without arguments.</summary>
internal sealed class CallEvaluator<TResult>(Func<TResult> function) : Evaluator<TResult>
{
    public override TResult Evaluate(Row row, ExpressionState state) => function();
}

/// <summary>A call with one argument.</summary>
internal sealed class CallEvaluator<TA, TResult>(Evaluator<TA> a, Func<TA, TResult> function) : Evaluator<TResult>
{
    public override TResult Evaluate(Row row, ExpressionState state) => function(a.Evaluate(row, state));
}

/// <summary>A call with two arguments.</summary>
internal sealed class CallEvaluator<TA, TB, TResult>(Evaluator<TA> a, Evaluator<TB> b, Func<TA, TB, TResult> function) : Evaluator<TResult>
{
    public override TResult Evaluate(Row row, ExpressionState state) => function(a.Evaluate(row, state), b.Evaluate(row, state));
}

/// <summary>A call with three arguments.</summary>
internal sealed class CallEvaluator<TA, TB, TC, TResult>(
    Evaluator<TA> a, Evaluator<TB> b, Evaluator<TC> c, Func<TA, TB, TC, TResult> function) : Evaluator<TResult>
{
    public override TResult Evaluate(Row row, ExpressionState state) =>
        function(a.Evaluate(row, state), b.Evaluate(row, state), c.Evaluate(row, state));
}

/// <summary>A call with four arguments.</summary>
internal sealed class CallEvaluator<TA, TB, TC, TD, TResult>(
    Evaluator<TA> a, Evaluator<TB> b, Evaluator<TC> c, Evaluator<TD> d, Func<TA, TB, TC, TD, TResult> function) : Evaluator<TResult>
{
    public override TResult Evaluate(Row row, ExpressionState state) =>
        function(a.Evaluate(row, state), b.Evaluate(row, state), c.Evaluate(row, state), d.Evaluate(row, state));
}
