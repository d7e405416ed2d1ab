using static Tocsin.Dsl.Lambda.Functions.Signature;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>Functions that remember earlier calls: one memory per function, expression and group.</summary>
internal static class StatefulFunctions
{
    public static readonly FunctionDefinition[] All =
    [
        Remembering("count", "How often it has been called, this call included.", () => new CallCount(),
            OfState<CallCount, long>(count => count.Next())),
        Remembering("sigma", "How many standard deviations the value lies from the mean of all values so far, itself included.",
            () => new RunningDeviation(), OfState<RunningDeviation, double, double>((deviation, value) => deviation.Add(value))),
        Remembering("spread", "The difference between the greatest and the least value so far.", () => new RunningSpread(),
            OfState<RunningSpread, double, double>((spread, value) => spread.Add(value))),
    ];

    private static FunctionDefinition Remembering(string name, string summary, Func<object> factory, FunctionSignature signature) =>
        new(name, summary, signature) { Family = "stateful", StateFactory = factory };
}
