namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>
/// Bessel functions of whole order: by downward recurrence and Neumann's series for moderate arguments, by Hankel's expansion for large
/// ones.
/// </summary>
internal static class Bessel
{
    // From here Hankel's expansion reaches double precision before it diverges.
    private const double HankelFrom = 25;

    // Orders above the argument by this much vanish, or overflow, long before.
    private const long LargestOrder = 100_000;

    private const double Euler = 0.57721566490153286060651209008240243;

    /// <summary>J of order <paramref name="n"/>; negative orders and arguments by symmetry.</summary>
    public static double J(long n, double x)
    {
        if (double.IsNaN(x))
            return x;

        // Both reflections flip the sign of odd orders.
        var flip = n % 2 != 0 && (n < 0 != x < 0);
        var order = n == long.MinValue ? long.MaxValue : Math.Abs(n);
        var size = Math.Abs(x);
        if (double.IsInfinity(size))
            return 0;
        if (size == 0)
            return order == 0 ? 1 : 0;

        var value = Positive(order, size);
        return flip ? -value : value;
    }

    /// <summary>Y of order <paramref name="n"/>: negative infinity at zero, NaN below.</summary>
    public static double Y(long n, double x)
    {
        if (double.IsNaN(x) || x < 0)
            return double.NaN;

        var flip = n < 0 && n % 2 != 0;
        if (x == 0)
            return flip ? double.PositiveInfinity : double.NegativeInfinity;
        if (double.IsInfinity(x))
            return 0;

        var order = n == long.MinValue ? long.MaxValue : Math.Abs(n);
        var value = Upwards(order, x, YZero(x), YOne(x));
        return flip ? -value : value;
    }

    private static double Positive(long order, double x)
    {
        if (x >= HankelFrom)
        {
            var (zero, one) = (Hankel(0, x).J, Hankel(1, x).J);
            if (order <= x)
                return Upwards(order, x, zero, one);
        }

        return order > LargestOrder ? 0 : Downwards(order, x)[order];
    }

    // J(k+1) = 2k/x · J(k) - J(k-1), stable for J while the order is below the argument, and for Y always.
    private static double Upwards(long order, double x, double zero, double one)
    {
        if (order == 0)
            return zero;

        var (before, now) = (zero, one);
        for (long k = 1; k < order && !double.IsInfinity(now) && k < LargestOrder; k++)
            (before, now) = (now, (2 * k / x * now) - before);
        return now;
    }

    // All J from order 0 on: the recurrence run from far above, where any start will do, and scaled so that J0 + 2(J2 + J4 + …) = 1.
    private static double[] Downwards(long order, double x)
    {
        var length = (int)Math.Max(order, (long)x) + 1;
        var values = new double[length];
        var start = length + 60 + (int)Math.Sqrt(60.0 * length);
        start += start % 2;

        var (above, now, sum) = (0.0, 1e-300, 0.0);
        for (var k = start; k >= 0; k--)
        {
            if (k < length)
                values[k] = now;
            sum += k == 0 ? now : k % 2 == 0 ? 2 * now : 0;
            if (Math.Abs(now) > 1e250)
            {
                Scale(values, k, 1e-250);
                (above, now, sum) = (above * 1e-250, now * 1e-250, sum * 1e-250);
            }

            (above, now) = (now, (2 * k / x * now) - above);
        }

        Scale(values, 0, 1 / sum);
        return values;
    }

    private static void Scale(double[] values, int from, double factor)
    {
        for (var i = from; i < values.Length; i++)
            values[i] *= factor;
    }

    // 2/π · (ln(x/2) + γ) · J0 - 4/π · Σ (-1)^k · J(2k) / k.
    private static double YZero(double x)
    {
        if (x >= HankelFrom)
            return Hankel(0, x).Y;

        var j = Downwards(80, x);
        var sum = 0.0;
        for (var k = 39; k >= 1; k--)
            sum += (k % 2 == 0 ? j[2 * k] : -j[2 * k]) / k;
        return 2 / Math.PI * (((Math.Log(x / 2) + Euler) * j[0]) - (2 * sum));
    }

    // -2/(πx) · J0 + 2/π · (ln(x/2) + γ - 1) · J1 - 2/π · Σ (-1)^k · (2k+1) / (k(k+1)) · J(2k+1).
    private static double YOne(double x)
    {
        if (x >= HankelFrom)
            return Hankel(1, x).Y;

        var j = Downwards(80, x);
        var sum = 0.0;
        for (var k = 39; k >= 1; k--)
            sum += (k % 2 == 0 ? 1 : -1) * ((2.0 * k) + 1) / (k * (k + 1.0)) * j[(2 * k) + 1];
        return 2 / Math.PI * (((Math.Log(x / 2) + Euler - 1) * j[1]) - sum - (j[0] / x));
    }

    // √(2/(πx)) · (P·cos χ - Q·sin χ) and its companion, with χ = x - (n/2 + 1/4)π taken apart so that x is reduced only once.
    private static (double J, double Y) Hankel(int n, double x)
    {
        var (p, q) = (1.0, 0.0);
        var term = 1.0;
        for (var k = 1; k <= 40; k++)
        {
            var odd = (2 * k) - 1;
            var next = term * ((4.0 * n * n) - ((double)odd * odd)) / (k * 8 * x);
            if (Math.Abs(next) >= Math.Abs(term) || next == 0)
                break;
            term = next;

            // Terms go to P and Q in turn; in each the signs alternate.
            var signed = (k / 2) % 2 == 0 ? term : -term;
            if (k % 2 == 0)
                p += signed;
            else
                q += signed;
        }

        var (sine, cosine) = Math.SinCos(x);
        var (cosChi, sinChi) = n == 0 ? (cosine + sine, sine - cosine) : (sine - cosine, -sine - cosine);
        var scale = Math.Sqrt(1 / (Math.PI * x));
        return (scale * ((p * cosChi) - (q * sinChi)), scale * ((p * sinChi) + (q * cosChi)));
    }
}
