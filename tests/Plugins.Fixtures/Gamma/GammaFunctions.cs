using Tocsin.Sdk.Functions;

namespace Fixtures;

public static class GammaFunctions
{
    private static readonly int Version = typeof(GammaFunctions).Assembly.GetName().Version!.Major; // Its project says it.

    /// <summary>True above ten times the version of the plugin.</summary>
    [LambdaFunction("hot")]
    public static bool IsHot(double value) => value > 10 * Version;

    [LambdaFunction("hot")]
    public static bool IsHot(long value) => IsHot((double)value);
}
