using System.Buffers;
using System.Globalization;
using System.Text;

namespace Tocsin.Dsl.Text;

/// <summary>
/// The number texts that alert messages and payloads share with Go programs. In short:
/// <list type="bullet">
/// <item><c>Text(value)</c>: as printed in a message: <c>1</c>, <c>100000</c>, <c>1e+06</c>, <c>1e-05</c>.</item>
/// <item><c>Json(value)</c>, <c>WriteJson(writer, value)</c>: as in JSON: exponents only below 1e-6 and from 1e21.</item>
/// <item><c>Plain(value)</c>: shortest digits without an exponent, however long.</item>
/// <item><c>Format(value, format, precision)</c>: all the rest; precision -1 means as many digits as round-trip.</item>
/// </list>
/// </summary>
public static class GoFloat
{
    /// <summary>The most digits after the point that are written; more are cut to this, so that no text can exhaust the memory.</summary>
    public const int MaxPrecision = 100_000;

    private const int ShortestLength = 32;
    private const int WidestInteger = 340;

    /// <summary>Shortest round-trip digits; an exponent below 1e-4 and from 1e6 on.</summary>
    public static string Text(double value) => Format(value, 'g', -1);

    /// <summary>Shortest round-trip digits without an exponent: <c>100000000000000000000</c>.</summary>
    public static string Plain(double value) => Format(value, 'f', -1);

    /// <summary>A JSON number, or null for NaN and infinities, which JSON cannot say.</summary>
    public static string? Json(double value)
    {
        Span<char> buffer = stackalloc char[ShortestLength];
        return double.IsFinite(value) ? new string(buffer[..FormatJson(buffer, value)]) : null;
    }

    /// <summary>Writes a JSON number; false and nothing written for NaN and infinities.</summary>
    public static bool WriteJson(IBufferWriter<byte> writer, double value)
    {
        if (!double.IsFinite(value))
            return false;

        Span<char> text = stackalloc char[ShortestLength];
        var length = FormatJson(text, value);
        var span = writer.GetSpan(length);
        for (var i = 0; i < length; i++)
            span[i] = (byte)text[i];
        writer.Advance(length);
        return true;
    }

    /// <summary>The number as <paramref name="format"/> says.</summary>
    /// <param name="format"><c>e E f F g G</c>, or <c>v</c>, which is <c>g</c>.</param>
    /// <param name="precision">Digits after the point, for <c>g</c> significant digits; -1 for the shortest that round-trips.</param>
    public static string Format(double value, char format, int precision = -1)
    {
        if (precision <= 20)
        {
            Span<char> buffer = stackalloc char[WidestInteger + 32];
            return new string(buffer[..Format(buffer, value, format, precision)]);
        }

        var rented = ArrayPool<char>.Shared.Rent(WidestInteger + Math.Min(precision, MaxPrecision) + 32);
        var text = new string(rented, 0, Format(rented, value, format, precision));
        ArrayPool<char>.Shared.Return(rented);
        return text;
    }

    /// <summary>As <see cref="Text"/>, without a string of its own.</summary>
    public static void Append(StringBuilder builder, double value)
    {
        Span<char> buffer = stackalloc char[ShortestLength];
        builder.Append(buffer[..Format(buffer, value, 'g', -1)]);
    }

    /// <summary>
    /// Writes into a buffer and returns the length. 32 characters hold every shortest <c>g</c> and <c>e</c>;
    /// else 372 plus the precision are needed.
    /// </summary>
    public static int Format(Span<char> destination, double value, char format, int precision)
    {
        if (!double.IsFinite(value))
            return Copy(destination, double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");

        precision = Math.Min(precision, MaxPrecision);
        scoped var writer = new SpanText(destination);
        if (double.IsNegative(value))
            writer.Add('-');

        // Rounding may need every digit of the value, the shortest text never more than 17.
        Span<char> buffer = stackalloc char[precision < 0 ? ShortestLength : DecimalDigits.ExactCapacity];
        var digits = new DecimalDigits(Math.Abs(value), buffer);
        switch (format)
        {
            case 'e' or 'E':
                WriteExponent(ref writer, ref digits, format, precision);
                break;
            case 'f' or 'F':
                WriteFixed(ref writer, ref digits, precision);
                break;
            default:
                WriteGeneral(ref writer, ref digits, format == 'G' ? 'E' : 'e', precision);
                break;
        }

        return writer.Length;
    }

    private static int FormatJson(Span<char> destination, double value)
    {
        var size = Math.Abs(value);
        if (size == 0 || (size >= 1e-6 && size < 1e21))
            return Format(destination, value, 'f', -1);

        var length = Format(destination, value, 'e', -1);

        // One digit is enough for a small exponent: 1e-9, not 1e-09.
        if (destination[length - 4] == 'e' && destination[length - 3] == '-' && destination[length - 2] == '0')
        {
            destination[length - 2] = destination[length - 1];
            length--;
        }

        return length;
    }

    private static void WriteExponent(ref SpanText writer, ref DecimalDigits digits, char mark, int precision)
    {
        if (precision >= 0)
            digits.RoundToSignificant(precision + 1);
        WriteExponentDigits(ref writer, ref digits, mark, precision < 0 ? Math.Max(digits.Count - 1, 0) : precision);
    }

    private static void WriteExponentDigits(ref SpanText writer, ref DecimalDigits digits, char mark, int fraction)
    {
        writer.Add(digits.Count > 0 ? digits.Digits[0] : '0');
        if (fraction > 0)
        {
            writer.Add('.');
            var have = Math.Clamp(digits.Count - 1, 0, fraction);
            if (have > 0)
                writer.Add(digits.Digits.Slice(1, have));
            writer.Fill('0', fraction - have);
        }

        var exponent = digits.Count == 0 ? 0 : digits.Point - 1;
        writer.Add(mark);
        writer.Add(exponent < 0 ? '-' : '+');
        exponent = Math.Abs(exponent);
        if (exponent < 10)
            writer.Add('0');
        Span<char> text = stackalloc char[4];
        exponent.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        writer.Add(text[..length]);
    }

    private static void WriteFixed(ref SpanText writer, ref DecimalDigits digits, int precision)
    {
        if (precision >= 0)
            digits.RoundToFraction(precision);
        WriteFixedDigits(ref writer, ref digits, precision < 0 ? Math.Max(digits.Count - digits.Point, 0) : precision);
    }

    private static void WriteFixedDigits(ref SpanText writer, ref DecimalDigits digits, int fraction)
    {
        if (digits.Point <= 0)
        {
            writer.Add('0');
        }
        else
        {
            var have = Math.Min(digits.Count, digits.Point);
            writer.Add(digits.Digits[..have]);
            writer.Fill('0', digits.Point - have);
        }

        if (fraction <= 0)
            return;

        writer.Add('.');
        var zeros = Math.Clamp(-digits.Point, 0, fraction);
        writer.Fill('0', zeros);
        var from = Math.Max(digits.Point, 0);
        var rest = Math.Clamp(digits.Count - from, 0, fraction - zeros);
        if (rest > 0)
            writer.Add(digits.Digits.Slice(from, rest));
        writer.Fill('0', fraction - zeros - rest);
    }

    private static void WriteGeneral(ref SpanText writer, ref DecimalDigits digits, char mark, int precision)
    {
        var limit = precision == 0 ? 1 : precision;
        if (precision >= 0)
            digits.RoundToSignificant(limit);
        if (precision < 0)
            limit = 6;
        else if (limit > digits.Count && digits.Count >= digits.Point)
            limit = digits.Count;

        var exponent = digits.Point - 1;
        if (exponent < -4 || exponent >= limit)
            WriteExponentDigits(ref writer, ref digits, mark, Math.Max(digits.Count - 1, 0));
        else
            WriteFixedDigits(ref writer, ref digits, Math.Max(digits.Count - digits.Point, 0));
    }

    private static int Copy(Span<char> destination, string text)
    {
        text.CopyTo(destination);
        return text.Length;
    }
}
