using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>A call with three arguments of a function that makes a text, which may become too long.</summary>
internal sealed class TextMakerEvaluator<TA, TB, TC>(
    CallSite site, Evaluator<TA> a, Evaluator<TB> b, Evaluator<TC> c, TextMaker<TA, TB, TC> function) : Evaluator<string>
{
    private readonly TextBound _bound = site.Settings.Texts;

    public override string Evaluate(Row row, ExpressionState state)
    {
        if (function(a.Evaluate(row, state), b.Evaluate(row, state), c.Evaluate(row, state), _bound, out var result) is { } problem && !state.HasFailed)
            state.Fail(site.Error(problem));
        return result;
    }
}

/// <summary>A call with four arguments of a function that makes a text, which may become too long.</summary>
internal sealed class TextMakerEvaluator<TA, TB, TC, TD>(
    CallSite site, Evaluator<TA> a, Evaluator<TB> b, Evaluator<TC> c, Evaluator<TD> d, TextMaker<TA, TB, TC, TD> function) : Evaluator<string>
{
    private readonly TextBound _bound = site.Settings.Texts;

    public override string Evaluate(Row row, ExpressionState state)
    {
        if (function(a.Evaluate(row, state), b.Evaluate(row, state), c.Evaluate(row, state), d.Evaluate(row, state), _bound, out var result) is { } problem
            && !state.HasFailed)
        {
            state.Fail(site.Error(problem));
        }

        return result;
    }
}
