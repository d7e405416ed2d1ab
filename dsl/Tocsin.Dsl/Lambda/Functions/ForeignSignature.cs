using Tocsin.Dsl.Lambda.Evaluators;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>
/// A way to call a C# function that comes from elsewhere and may throw: the evaluation then fails with its words. Made of a Func of at
/// most <see cref="MaxArguments"/> arguments, over double, long, string, bool, Duration and Instant.
/// </summary>
public sealed class ForeignSignature : FunctionSignature
{
    /// <summary>The most arguments there can be.</summary>
    public const int MaxArguments = 4;

    private static readonly Type[] Evaluators =
    [
        typeof(ForeignCallEvaluator<>), typeof(ForeignCallEvaluator<,>), typeof(ForeignCallEvaluator<,,>), typeof(ForeignCallEvaluator<,,,>),
        typeof(ForeignCallEvaluator<,,,,>),
    ];

    private readonly Delegate _function;
    private readonly Type _evaluator;

    private ForeignSignature(Delegate function, Type[] types)
        : base([.. types[..^1].Select(ValueKinds.Of)], ValueKinds.Of(types[^1]))
    {
        _function = function;
        _evaluator = Evaluators[types.Length - 1].MakeGenericType(types);
    }

    /// <exception cref="ArgumentException">The function has other types, or too many arguments.</exception>
    public static ForeignSignature Of(Delegate function)
    {
        var types = function.GetType().GetGenericArguments();
        return types.Length is > 0 and <= MaxArguments + 1
            ? new ForeignSignature(function, types)
            : throw new ArgumentException($"A foreign function is a Func of at most {MaxArguments} arguments, not {function.GetType()}.", nameof(function));
    }

    internal override Evaluator Bind(CallSite site, Evaluator[] arguments) =>
        (Evaluator)Activator.CreateInstance(_evaluator, [site, .. arguments, _function])!; // Null only for Nullable<T>, which it is not.
}
