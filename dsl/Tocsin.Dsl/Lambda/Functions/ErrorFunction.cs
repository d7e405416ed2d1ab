namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>The error function by its series near zero and by a continued fraction beyond.</summary>
internal static class ErrorFunction
{
    // Below, the series of erf has few terms and 1 - erf loses less than three bits; above, the fraction converges fast enough.
    private const double SeriesLimit = 1;

    // From here on erf is 1 and erfc is 0 in double precision.
    private const double OneLimit = 6;
    private const double ZeroLimit = 27.3;

    // Enough for full precision at the series limit.
    private const int FractionDepth = 160;

    private static readonly double RootOfPi = Math.Sqrt(Math.PI);

    public static double Erf(double x)
    {
        if (double.IsNaN(x))
            return x;

        var size = Math.Abs(x);
        if (size >= OneLimit)
            return Math.Sign(x);
        return size < SeriesLimit ? Series(x) : Math.CopySign(1 - Fraction(size), x);
    }

    public static double Erfc(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (Math.Abs(x) < SeriesLimit)
            return 1 - Series(x);
        if (x < 0)
            return x < -OneLimit ? 2 : 2 - Fraction(-x);
        return x > ZeroLimit ? 0 : Fraction(x);
    }

    // exp(-x²) · 2x/√π · Σ (2x²)ⁿ / (1·3·…·(2n+1)): all terms have the same sign, so nothing cancels.
    private static double Series(double x)
    {
        var (term, sum) = (1.0, 1.0);
        for (var n = 1; term > sum * 1e-17; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 * x / RootOfPi * ExpOfMinusSquare(x) * sum;
    }

    // exp(-x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))), from the inside out.
    private static double Fraction(double x)
    {
        var tail = x;
        for (var n = FractionDepth; n >= 1; n--)
            tail = x + (n / 2.0 / tail);
        return ExpOfMinusSquare(x) / RootOfPi / tail;
    }

    // The rounding error of the square would be magnified by the exponential.
    private static double ExpOfMinusSquare(double x)
    {
        var square = x * x;
        var error = Math.FusedMultiplyAdd(x, x, -square);
        return Math.Exp(-square) * (1 - error);
    }
}
