using System.Globalization;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>Elementary functions that the framework lacks or defines otherwise.</summary>
internal static class Elementary
{
    // Beyond these the result is infinite or zero.
    private const int LargestPower = 308;
    private const int SmallestPower = -323;

    private static readonly double[] Powers =
    [
        .. Enumerable.Range(SmallestPower, LargestPower - SmallestPower + 1)
            .Select(n => double.Parse("1e" + n.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
    ];

    public static double PowerOfTen(long exponent) => exponent switch
    {
        > LargestPower => double.PositiveInfinity,
        < SmallestPower => 0,
        _ => Powers[exponent - SmallestPower],
    };

    /// <summary>The rounding error of the exponential is divided out by taking the logarithm of the same rounded number.</summary>
    public static double ExpMinusOne(double x)
    {
        // Half the range where the plain difference would lose a bit.
        if (double.IsNaN(x) || Math.Abs(x) >= 1)
            return Math.Exp(x) - 1;

        var exponential = Math.Exp(x);
        if (exponential == 1)
            return x;
        var difference = exponential - 1;
        return difference * (x / Math.Log(exponential));
    }

    /// <summary>The rounding error of the sum is divided out in the same way.</summary>
    public static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        if (sum == 1 || double.IsPositiveInfinity(x))
            return x;
        return x <= -1 ? Math.Log(sum) : Math.Log(sum) * (x / (sum - 1));
    }

    public static double BinaryExponent(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (double.IsInfinity(x))
            return double.PositiveInfinity;
        return x == 0 ? double.NegativeInfinity : Math.ILogB(x);
    }

    /// <summary>Scaled by the longer side, so that squares neither overflow nor vanish.</summary>
    public static double Hypotenuse(double a, double b)
    {
        if (double.IsInfinity(a) || double.IsInfinity(b))
            return double.PositiveInfinity;

        var (longer, shorter) = (Math.Max(Math.Abs(a), Math.Abs(b)), Math.Min(Math.Abs(a), Math.Abs(b)));
        if (longer == 0)
            return 0;

        var ratio = shorter / longer;
        return longer * Math.Sqrt(1 + (ratio * ratio));
    }

    /// <summary>The framework's root with its last bit set right: 0.000000001 has the root 0.001.</summary>
    public static double CubeRoot(double x)
    {
        var root = Math.Cbrt(x);
        if (root == 0 || !double.IsFinite(root))
            return root;

        // One step of Newton's, with the error of the cube kept exact.
        var square = root * root;
        var squareError = Math.FusedMultiplyAdd(root, root, -square);
        var excess = Math.FusedMultiplyAdd(square, root, -x) + (squareError * root);
        var better = root - (excess / (3 * square));
        return double.IsFinite(better) ? better : root;
    }

    /// <summary>Positive infinity wins over NaN, NaN over everything else.</summary>
    public static double Max(double a, double b) =>
        double.IsPositiveInfinity(a) || double.IsPositiveInfinity(b) ? double.PositiveInfinity : Math.Max(a, b);

    /// <summary>Negative infinity wins over NaN, NaN over everything else.</summary>
    public static double Min(double a, double b) =>
        double.IsNegativeInfinity(a) || double.IsNegativeInfinity(b) ? double.NegativeInfinity : Math.Min(a, b);
}
