using static Tocsin.Dsl.Lambda.Functions.Signature;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>The error function, gamma and the Bessel functions.</summary>
internal static class SpecialFunctions
{
    public static readonly FunctionDefinition[] All =
    [
        Float("erf", "The error function.", ErrorFunction.Erf),
        Float("erfc", "One minus the error function; exact for large arguments.", ErrorFunction.Erfc),
        Float("gamma", "The gamma function: gamma(5.0) is 24.", GammaFunction.Of),
        Float("j0", "The Bessel function of the first kind, order 0.", x => Bessel.J(0, x)),
        Float("j1", "The Bessel function of the first kind, order 1.", x => Bessel.J(1, x)),
        Order("jn", "The Bessel function of the first kind, of the order given first.", Bessel.J),
        Float("y0", "The Bessel function of the second kind, order 0.", x => Bessel.Y(0, x)),
        Float("y1", "The Bessel function of the second kind, order 1.", x => Bessel.Y(1, x)),
        Order("yn", "The Bessel function of the second kind, of the order given first.", Bessel.Y),
    ];

    private static FunctionDefinition Float(string name, string summary, Func<double, double> function) =>
        new(name, summary, Of(function)) { Family = "math" };

    private static FunctionDefinition Order(string name, string summary, Func<long, double, double> function) =>
        new(name, summary, Of(function)) { Family = "math" };
}
