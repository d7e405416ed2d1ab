namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>The gamma function by Stirling's series, after the recurrence has carried small arguments up to where it is exact.</summary>
internal static class GammaFunction
{
    // From here five terms of the series are enough for double precision.
    private const double StirlingFrom = 20;

    // Above, the result does not fit.
    private const double OverflowFrom = 171.7;

    private static readonly double RootOfTwoPi = Math.Sqrt(2 * Math.PI);

    public static double Of(double x)
    {
        if (double.IsNaN(x) || double.IsPositiveInfinity(x))
            return x;
        if (x == 0)
            return 1 / x;
        if (x < 0)
            return Negative(x);
        if (x >= OverflowFrom)
            return double.PositiveInfinity;
        return x == Math.Floor(x) && x <= 23 ? Factorial((int)x - 1) : Positive(x);
    }

    // Γ(x)·Γ(1-x) = π / sin(πx); poles at the whole numbers.
    private static double Negative(double x)
    {
        if (x == Math.Floor(x) || double.IsInfinity(x))
            return double.NaN;

        var sine = SineOfPi(x);
        if (x > -170)
            return Math.PI / (sine * Of(1 - x));

        // Γ(1-x) overflows before its reciprocal vanishes.
        var (left, right) = StirlingHalves(-x);
        return Math.PI / left / right / (sine * -x);
    }

    private static double Positive(double x)
    {
        var divisor = 1.0;
        var steps = 0;
        for (; x + steps < StirlingFrom; steps++)
            divisor *= x + steps;

        // What adding the steps rounded off would be magnified by the growth of the function, which is its logarithm there.
        var shifted = x + steps;
        var lost = x - (shifted - steps);
        var (left, right) = StirlingHalves(shifted);
        return left / divisor * right * (1 + (lost * Math.Log(shifted)));
    }

    // √(2π) · x^(x-1/2) · e^-x · (1 + …) as two factors, neither of which overflows.
    private static (double Left, double Right) StirlingHalves(double x)
    {
        var power = Math.Pow(x, (x / 2) - 0.25);
        var inverse = 1 / x;
        var square = inverse * inverse;

        // The logarithm of the correction, with Bernoulli's numbers.
        var correction = inverse
            * ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square * ((1.0 / 1680) - (square / 1188))))))));
        return (RootOfTwoPi * power, power * Math.Exp(-x) * Math.Exp(correction));
    }

    // Reduced to the nearest whole number first: the sine of large multiples of π is exact this way.
    private static double SineOfPi(double x)
    {
        var nearest = Math.Round(x);
        var sine = Math.Sin(Math.PI * (x - nearest));
        return nearest % 2 == 0 ? sine : -sine;
    }

    private static double Factorial(int n)
    {
        var product = 1.0;
        for (var i = 2; i <= n; i++)
            product *= i;
        return product;
    }
}
