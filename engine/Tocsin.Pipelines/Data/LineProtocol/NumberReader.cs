using System.Globalization;
using System.Runtime.CompilerServices;

namespace Tocsin.Pipelines.Data.LineProtocol;

/// <summary>Reads the numbers of line protocol. Answers how many bytes a number took; 0 when there is none.</summary>
internal static class NumberReader
{
    private const int ExactDigits = 15;

    // With a mantissa below 2^53 and one of these, one division is correctly rounded.
    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>A float: <c>-1</c>, <c>.5</c>, <c>5.</c>, <c>1.5e-3</c>. The plain short ones are read here, the others by the framework.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ReadFloat(ReadOnlySpan<byte> text, out double value)
    {
        var at = 0;
        var negative = text.Length > 0 && text[0] == '-';
        if (negative)
            at = 1;

        long mantissa = 0;
        var digits = 0;
        var decimals = -1;
        for (; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit <= 9)
            {
                mantissa = (mantissa * 10) + digit;
                digits++;
                if (decimals >= 0)
                    decimals++;
                if (digits > ExactDigits)
                    return ReadLongFloat(text, out value);
            }
            else if (text[at] == '.' && decimals < 0)
            {
                decimals = 0;
            }
            else if (text[at] is (byte)'e' or (byte)'E')
            {
                return ReadLongFloat(text, out value);
            }
            else
            {
                break;
            }
        }

        var size = decimals > 0 ? mantissa / PowersOfTen[decimals] : mantissa;
        value = negative ? -size : size;
        return digits == 0 ? 0 : at;
    }

    /// <summary>A whole number without its <c>i</c>. Answers -1 when it does not fit 64 bits.</summary>
    public static int ReadInteger(ReadOnlySpan<byte> text, out long value)
    {
        var at = 0;
        var negative = text.Length > 0 && text[0] == '-';
        if (negative)
            at = 1;

        ulong size = 0;
        var start = at;

        // Times have nineteen digits: eight of them are read at once, and sixteen always fit.
        while (at - start <= 8 && EightDigits.TryRead(text[at..], out var digits))
        {
            size = (size * 100_000_000) + digits;
            at += 8;
        }

        for (; at < text.Length && (uint)(text[at] - '0') <= 9; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (size > (ulong.MaxValue - digit) / 10)
            {
                value = 0;
                return -1;
            }

            size = (size * 10) + digit;
        }

        value = negative ? (long)(0 - size) : (long)size;
        if (size > (negative ? 1UL << 63 : long.MaxValue))
            return -1;
        return at == start ? 0 : at;
    }

    private static int ReadLongFloat(ReadOnlySpan<byte> text, out double value)
    {
        var length = 0;
        while (length < text.Length && IsPart(text[length]))
            length++;

        // The framework is laxer than the protocol: a number holds a digit, and its exponent too.
        if (length > 0
            && text[0] != '+'
            && double.TryParse(text[..length], NumberStyles.Float & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value))
        {
            return length;
        }

        value = 0;
        return 0;
    }

    private static bool IsPart(byte c) => (uint)(c - '0') <= 9 || c is (byte)'.' or (byte)'e' or (byte)'E' or (byte)'-' or (byte)'+';
}
