using Tocsin.Dsl.Lambda.Evaluators;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>
/// Makes signatures from C# functions over double, long, string, bool, Duration, Regex and Instant. The functions must answer any
/// argument of these types without throwing.
/// </summary>
public static class Signature
{
    public static FunctionSignature Of<TA, TResult>(Func<TA, TResult> function) =>
        new BoundSignature([typeof(TA)], typeof(TResult), (_, a) => new CallEvaluator<TA, TResult>(As<TA>(a[0]), function));

    public static FunctionSignature Of<TA, TB, TResult>(Func<TA, TB, TResult> function) =>
        new BoundSignature([typeof(TA), typeof(TB)], typeof(TResult),
            (_, a) => new CallEvaluator<TA, TB, TResult>(As<TA>(a[0]), As<TB>(a[1]), function));

    public static FunctionSignature Of<TA, TB, TC, TResult>(Func<TA, TB, TC, TResult> function) =>
        new BoundSignature([typeof(TA), typeof(TB), typeof(TC)], typeof(TResult),
            (_, a) => new CallEvaluator<TA, TB, TC, TResult>(As<TA>(a[0]), As<TB>(a[1]), As<TC>(a[2]), function));

    public static FunctionSignature Of<TA, TB, TC, TD, TResult>(Func<TA, TB, TC, TD, TResult> function) =>
        new BoundSignature([typeof(TA), typeof(TB), typeof(TC), typeof(TD)], typeof(TResult),
            (_, a) => new CallEvaluator<TA, TB, TC, TD, TResult>(As<TA>(a[0]), As<TB>(a[1]), As<TC>(a[2]), As<TD>(a[3]), function));

    /// <summary>A function that may refuse its argument; the evaluation then fails with its words.</summary>
    public static FunctionSignature Checked<TA, TResult>(Fallible<TA, TResult> function) =>
        new BoundSignature([typeof(TA)], typeof(TResult),
            (site, a) => new CheckedCallEvaluator<TA, TResult>(site, As<TA>(a[0]), function));

    /// <inheritdoc cref="Checked{TA,TResult}"/>
    public static FunctionSignature Checked<TA, TB, TResult>(Fallible<TA, TB, TResult> function) =>
        new BoundSignature([typeof(TA), typeof(TB)], typeof(TResult),
            (site, a) => new CheckedCallEvaluator<TA, TB, TResult>(site, As<TA>(a[0]), As<TB>(a[1]), function));

    /// <inheritdoc cref="Checked{TA,TResult}"/>
    public static FunctionSignature Checked<TA, TB, TC, TResult>(Fallible<TA, TB, TC, TResult> function) =>
        new BoundSignature([typeof(TA), typeof(TB), typeof(TC)], typeof(TResult),
            (site, a) => new CheckedCallEvaluator<TA, TB, TC, TResult>(site, As<TA>(a[0]), As<TB>(a[1]), As<TC>(a[2]), function));

    /// <summary>A function whose text may become longer than the settings allow; the evaluation then fails.</summary>
    internal static FunctionSignature OfText<TA, TB, TC>(TextMaker<TA, TB, TC> function) =>
        new BoundSignature([typeof(TA), typeof(TB), typeof(TC)], typeof(string),
            (site, a) => new TextMakerEvaluator<TA, TB, TC>(site, As<TA>(a[0]), As<TB>(a[1]), As<TC>(a[2]), function));

    /// <inheritdoc cref="OfText{TA,TB,TC}"/>
    internal static FunctionSignature OfText<TA, TB, TC, TD>(TextMaker<TA, TB, TC, TD> function) =>
        new BoundSignature([typeof(TA), typeof(TB), typeof(TC), typeof(TD)], typeof(string),
            (site, a) => new TextMakerEvaluator<TA, TB, TC, TD>(site, As<TA>(a[0]), As<TB>(a[1]), As<TC>(a[2]), As<TD>(a[3]), function));

    /// <summary>A function without arguments that looks at the object handed to the evaluation as <see cref="ExpressionState.Host"/>.</summary>
    public static FunctionSignature OfHost<THost, TResult>(Func<THost, TResult> function)
        where THost : class =>
        new BoundSignature([], typeof(TResult), (site, _) => new HostCallEvaluator<THost, TResult>(site, function));

    /// <summary>A function without arguments that needs the clock.</summary>
    internal static FunctionSignature OfClock<TResult>(Func<TimeProvider, TResult> function) =>
        new BoundSignature([], typeof(TResult), (site, _) =>
        {
            var clock = site.Settings.Clock;
            return new CallEvaluator<TResult>(() => function(clock));
        });

    /// <summary>A function without arguments.</summary>
    internal static FunctionSignature Of<TResult>(Func<TResult> function) =>
        new BoundSignature([], typeof(TResult), (_, _) => new CallEvaluator<TResult>(function));

    /// <summary>A function that reads a value in the zone of the settings.</summary>
    internal static FunctionSignature InZone<TA, TResult>(Func<TA, TimeZoneInfo, TResult> function) =>
        new BoundSignature([typeof(TA)], typeof(TResult), (site, a) =>
        {
            var zone = site.Settings.Zone;
            return new CallEvaluator<TA, TResult>(As<TA>(a[0]), value => function(value, zone));
        });

    /// <summary>A function without arguments that remembers in a <typeparamref name="TState"/>.</summary>
    internal static FunctionSignature OfState<TState, TResult>(Func<TState, TResult> function)
        where TState : class =>
        new BoundSignature([], typeof(TResult), (site, _) => new StatefulCallEvaluator<TState, TResult>(site.StateIndex, function));

    /// <summary>A function of one argument that remembers in a <typeparamref name="TState"/>.</summary>
    internal static FunctionSignature OfState<TState, TA, TResult>(Func<TState, TA, TResult> function)
        where TState : class =>
        new BoundSignature([typeof(TA)], typeof(TResult),
            (site, a) => new StatefulCallEvaluator<TState, TA, TResult>(site.StateIndex, As<TA>(a[0]), function));

    private static Evaluator<T> As<T>(Evaluator evaluator) => (Evaluator<T>)evaluator;

    private sealed class BoundSignature(Type[] parameters, Type result, Func<CallSite, Evaluator[], Evaluator> bind)
        : FunctionSignature([.. parameters.Select(ValueKinds.Of)], ValueKinds.Of(result))
    {
        internal override Evaluator Bind(CallSite site, Evaluator[] arguments) => bind(site, arguments);
    }
}
