using System.Globalization;
using Tocsin.Dsl.Text;

namespace Tocsin.Dsl.Templates.Printing;

/// <summary>Floats in hexadecimal with a binary exponent: <c>0x1.8p+01</c></summary>
internal static class HexFloat
{
    private const int MantissaDigits = 13;

    /// <param name="precision">Digits after the point; -1 for as many as needed.</param>
    public static string Format(double value, int precision, bool isUpper)
    {
        if (!double.IsFinite(value))
            return GoFloat.Text(value);

        var bits = BitConverter.DoubleToUInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF) - 1023;
        var mantissa = bits & ((1UL << 52) - 1);
        var lead = 1UL;
        if (exponent == -1023)
            (lead, mantissa, exponent) = Normalize(mantissa);
        if (precision is >= 0 and < MantissaDigits)
            Round(ref lead, ref mantissa, ref exponent, precision);

        var digits = mantissa.ToString("x13", CultureInfo.InvariantCulture);
        digits = precision < 0 ? digits.TrimEnd('0') : digits.PadRight(precision, '0')[..precision];
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{(double.IsNegative(value) ? "-" : "")}0x{lead}{(digits.Length > 0 ? "." : "")}{digits}p{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):D2}");
        return isUpper ? text.ToUpperInvariant() : text;
    }

    private static (ulong Lead, ulong Mantissa, int Exponent) Normalize(ulong mantissa)
    {
        if (mantissa == 0)
            return (0, 0, 0);

        var shift = System.Numerics.BitOperations.LeadingZeroCount(mantissa) - 11;
        return (1, (mantissa << shift) & ((1UL << 52) - 1), -1022 - shift);
    }

    private static void Round(ref ulong lead, ref ulong mantissa, ref int exponent, int precision)
    {
        var drop = 4 * (MantissaDigits - precision);
        var whole = (lead << 52) | mantissa;
        var rest = whole & ((1UL << drop) - 1);
        whole >>= drop;
        var half = 1UL << (drop - 1);
        if (rest > half || (rest == half && (whole & 1) == 1))
            whole++;
        whole <<= drop;
        lead = whole >> 52;
        mantissa = whole & ((1UL << 52) - 1);
        if (lead <= 1)
            return;

        mantissa >>= 1;
        lead = 1;
        exponent++;
    }
}
