using System.Globalization;
using System.Numerics;
using System.Text;

namespace Tocsin.Dsl.Templates.Printing;

/// <summary>Whole numbers with the verbs <c>%d %b %o %O %x %X %c %q %U</c>.</summary>
internal static class IntegerText
{
    public static bool TryWrite(Padding padding, long value, int verb, in FormatFlags flags)
    {
        switch (verb)
        {
            case 'v' or 'd':
                WriteDigits(padding, value, 10, verb, flags);
                return true;
            case 'b':
                WriteDigits(padding, value, 2, verb, flags);
                return true;
            case 'o' or 'O':
                WriteDigits(padding, value, 8, verb, flags);
                return true;
            case 'x' or 'X':
                WriteDigits(padding, value, 16, verb, flags);
                return true;
            case 'c':
                padding.Write(QuotedText.ToRune(value).ToString(), flags);
                return true;
            case 'q':
                padding.Write(QuotedText.QuoteRune(value, flags.Plus), flags);
                return true;
            case 'U':
                WriteCodePoint(padding, value, flags);
                return true;
            default:
                return false;
        }
    }

    private static void WriteDigits(Padding padding, long value, int radix, int verb, FormatFlags flags)
    {
        var size = BigInteger.Abs(value);
        var isNegative = value < 0;
        var least = flags.Precision ?? 0;
        if (flags.Precision == 0 && value == 0)
        {
            padding.Write("", flags with { Zero = false });
            return;
        }

        if (flags.Precision is null && flags.Zero && !flags.Minus && flags.Width is { } width)
            least = isNegative || flags.Plus || flags.Space ? width - 1 : width;

        var digits = ToRadix(size, radix, verb == 'X');
        var text = new StringBuilder();
        if (isNegative)
            text.Append('-');
        else if (flags.Plus)
            text.Append('+');
        else if (flags.Space)
            text.Append(' ');
        if (verb == 'O')
            text.Append("0o");
        text.Append(flags.Sharp ? Prefix(radix, verb, digits, least) : "");
        text.Append('0', Math.Max(0, least - digits.Length)).Append(digits);
        padding.Write(text.ToString(), flags with { Zero = false });
    }

    private static string Prefix(int radix, int verb, string digits, int least) => radix switch
    {
        2 => "0b",
        8 when digits[0] != '0' && least <= digits.Length => "0",
        16 => verb == 'X' ? "0X" : "0x",
        _ => "",
    };

    private static string ToRadix(BigInteger size, int radix, bool isUpper)
    {
        if (radix == 10)
            return size.ToString(CultureInfo.InvariantCulture);

        var bits = (ulong)size;
        if (radix == 16)
            return bits.ToString(isUpper ? "X" : "x", CultureInfo.InvariantCulture);

        var step = radix == 8 ? 3 : 1;
        var digits = new Stack<char>();
        do
        {
            digits.Push((char)('0' + (int)(bits & (ulong)(radix - 1))));
            bits >>= step;
        }
        while (bits != 0);
        return new string([.. digits]);
    }

    private static void WriteCodePoint(Padding padding, long value, FormatFlags flags)
    {
        var least = Math.Max(4, flags.Precision ?? 4);
        var text = "U+" + ((ulong)value).ToString("X", CultureInfo.InvariantCulture).PadLeft(least, '0');
        if (flags.Sharp && value is >= 0 and <= 0x10FFFF && QuotedText.IsPrintable(QuotedText.ToRune(value)))
            text += $" '{QuotedText.ToRune(value)}'";
        padding.Write(text, flags with { Zero = false });
    }
}
