using System.Globalization;
using Tocsin.Dsl.Text;

namespace Tocsin.Dsl.Templates.Printing;

/// <summary>Floats with the verbs <c>%v %g %G %e %E %f %F %b %x %X</c>.</summary>
internal static class FloatText
{
    public static bool TryWrite(Padding padding, double value, int verb, in FormatFlags flags)
    {
        var digits = verb switch
        {
            'v' => GoFloat.Format(value, 'g', flags.Precision ?? -1),
            'g' or 'G' => GoFloat.Format(value, (char)verb, flags.Precision ?? -1),
            'e' or 'E' or 'f' or 'F' => GoFloat.Format(value, (char)verb, flags.Precision ?? 6),
            'b' => Binary(value),
            'x' or 'X' => HexFloat.Format(value, flags.Precision ?? -1, verb == 'X'),
            _ => null,
        };
        if (digits is null)
            return false;

        Write(padding, digits, verb, flags);
        return true;
    }

    private static void Write(Padding padding, string digits, int verb, in FormatFlags flags)
    {
        var isNegative = digits[0] == '-';
        digits = digits.TrimStart('-', '+');
        if (flags.Sharp && verb != 'b' && char.IsAsciiDigit(digits[0]))
            digits = WithPoint(digits, verb, flags.Precision);

        // What is not a number has no zeros before it; infinity always has its sign.
        var isNumber = char.IsAsciiDigit(digits[0]);
        var sign = isNegative ? "-" : flags.Plus ? "+" : flags.Space ? " " : digits == "Inf" ? "+" : "";
        if (flags.Zero && isNumber && flags.Width is { } width)
            digits = digits.PadLeft(width - sign.Length, '0');
        padding.Write(sign + digits, flags with { Zero = flags.Zero && isNumber && sign.Length == 0 });
    }

    // The sharp flag keeps the decimal point, and for %g the zeros behind it.
    private static string WithPoint(string digits, int verb, int? precision)
    {
        var mark = digits.AsSpan().IndexOfAny(verb is 'x' or 'X' ? "pP" : "eE");
        var (head, tail) = mark < 0 ? (digits, "") : (digits[..mark], digits[mark..]);
        var wanted = verb is 'v' or 'g' or 'G' ? precision ?? 6 : 0;
        var have = head.Replace(".", "", StringComparison.Ordinal).TrimStart('0').Length;
        if (!head.Contains('.'))
        {
            if (head == "0")
                have++;
            head += ".";
        }

        return head + new string('0', Math.Max(0, wanted - have)) + tail;
    }

    private static string Binary(double value)
    {
        if (!double.IsFinite(value))
            return GoFloat.Text(value);

        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & ((1L << 52) - 1);
        if (exponent == 0)
            exponent++;
        else
            mantissa |= 1L << 52;
        exponent -= 1023 + 52;
        return string.Create(CultureInfo.InvariantCulture, $"{(value < 0 || double.IsNegative(value) ? "-" : "")}{mantissa}p{(exponent < 0 ? "" : "+")}{exponent}");
    }
}
