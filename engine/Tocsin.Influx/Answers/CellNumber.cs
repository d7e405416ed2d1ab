using System.Buffers.Text;
using System.Globalization;

namespace Tocsin.Influx.Answers;

/// <summary>Reads the numbers of answers: most are short, and a million of them come at once.</summary>
internal static class CellNumber
{
    // With sign and point: no more than 15 digits before and after a point, which are below 2^53.
    private const int Short = 16;

    private static readonly double[] PowersOfTen = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <param name="text">A number as JSON has it.</param>
    public static InfluxCell Read(ReadOnlySpan<byte> text)
    {
        if (text.Length > Short)
            return ReadAny(text);

        var isNegative = text[0] == (byte)'-';
        var digits = 0L;
        var fraction = -1;
        for (var i = isNegative ? 1 : 0; i < text.Length; i++)
        {
            var digit = text[i] - '0';
            if ((uint)digit <= 9)
                (digits, fraction) = ((digits * 10) + digit, fraction < 0 ? fraction : fraction + 1);
            else if (text[i] == (byte)'.')
                fraction = 0;
            else
                return ReadAny(text);
        }

        if (fraction < 0 && (digits != 0 || !isNegative))
            return InfluxCell.Of(isNegative ? -digits : digits);

        // Both are floats without rounding, so that one division rounds as it should.
        var number = digits / PowersOfTen[Math.Max(fraction, 0)];
        return InfluxCell.Of(isNegative ? -number : number);
    }

    private static InfluxCell ReadAny(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long integer, out var read) && read == text.Length
            ? InfluxCell.Of(integer)
            : InfluxCell.Of(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
}
