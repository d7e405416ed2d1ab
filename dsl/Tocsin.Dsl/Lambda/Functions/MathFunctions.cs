using static Tocsin.Dsl.Lambda.Functions.Signature;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>Elementary functions over floats, as IEEE 754 and C define them.</summary>
internal static class MathFunctions
{
    public static readonly FunctionDefinition[] All =
    [
        Float("abs", "The absolute value.", Math.Abs),
        Float("acos", "The arc cosine in radians.", Math.Acos),
        Float("acosh", "The inverse hyperbolic cosine.", Math.Acosh),
        Float("asin", "The arc sine in radians.", Math.Asin),
        Float("asinh", "The inverse hyperbolic sine.", Math.Asinh),
        Float("atan", "The arc tangent in radians.", Math.Atan),
        Float("atanh", "The inverse hyperbolic tangent.", Math.Atanh),
        Float("cbrt", "The cube root.", Elementary.CubeRoot),
        Float("ceil", "The least whole number not below the argument.", Math.Ceiling),
        Float("cos", "The cosine of an angle in radians.", Math.Cos),
        Float("cosh", "The hyperbolic cosine.", Math.Cosh),
        Float("exp", "e to the power of the argument.", Math.Exp),
        Float("exp2", "2 to the power of the argument.", x => Math.Pow(2, x)),
        Float("expm1", "e to the power of the argument, minus 1; exact near 0.", Elementary.ExpMinusOne),
        Float("floor", "The greatest whole number not above the argument.", Math.Floor),
        Float("log", "The natural logarithm.", Math.Log),
        Float("log10", "The logarithm to base 10.", Math.Log10),
        Float("log1p", "The natural logarithm of 1 plus the argument; exact near 0.", Elementary.LogOnePlus),
        Float("log2", "The logarithm to base 2.", Math.Log2),
        Float("logb", "The binary exponent: logb(8.0) is 3.", Elementary.BinaryExponent),
        Float("sin", "The sine of an angle in radians.", Math.Sin),
        Float("sinh", "The hyperbolic sine.", Math.Sinh),
        Float("sqrt", "The square root.", Math.Sqrt),
        Float("tan", "The tangent of an angle in radians.", Math.Tan),
        Float("tanh", "The hyperbolic tangent.", Math.Tanh),
        Float("trunc", "The whole part, towards zero.", Math.Truncate),
        Pair("atan2", "The angle of the point (second, first) in radians.", Math.Atan2),
        Pair("hypot", "The length of the hypotenuse over two sides.", Elementary.Hypotenuse),
        Pair("max", "The greater of two numbers.", Elementary.Max),
        Pair("min", "The lesser of two numbers.", Elementary.Min),
        Pair("mod", "The remainder of a division, with the sign of the dividend.", (x, y) => x % y),
        Pair("pow", "The first number to the power of the second.", Math.Pow),
        new("pow10", "10 to a whole power.", Of<long, double>(Elementary.PowerOfTen)) { Family = "math" },
    ];

    private static FunctionDefinition Float(string name, string summary, Func<double, double> function) =>
        new(name, summary, Of(function)) { Family = "math" };

    private static FunctionDefinition Pair(string name, string summary, Func<double, double, double> function) =>
        new(name, summary, Of(function)) { Family = "math" };
}
