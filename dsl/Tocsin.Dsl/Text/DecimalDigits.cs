using System.Globalization;

namespace Tocsin.Dsl.Text;

/// <summary>
/// A finite number as significant decimal digits: 0.d1d2d3... times ten to the power of <see cref="Point"/>. Zero has no digits.
/// The digits live in the buffer that the caller lends.
/// </summary>
internal ref struct DecimalDigits
{
    /// <summary>Room for every digit that a double can have.</summary>
    public const int ExactCapacity = 800;

    // Up to here a decimal survives the way through a double, so shortest digits may be padded with zeros.
    private const int SafeDigits = 15;

    private readonly double _value;
    private readonly Span<char> _buffer;

    /// <param name="value">Finite and not negative.</param>
    /// <param name="buffer">At least <see cref="ExactCapacity"/> long when the digits will be rounded.</param>
    public DecimalDigits(double value, Span<char> buffer)
    {
        _value = value;
        _buffer = buffer;
        Load("R");
    }

    public int Count { get; private set; }

    public int Point { get; private set; }

    public readonly ReadOnlySpan<char> Digits => _buffer[..Count];

    /// <summary>Keeps so many digits after the decimal point, rounding half to even on the exact value.</summary>
    public void RoundToFraction(int digits) => RoundToSignificant(Point + digits);

    /// <summary>Keeps so many significant digits, rounding half to even on the exact value.</summary>
    public void RoundToSignificant(int digits)
    {
        if (Count == 0 || (Count <= digits && digits <= SafeDigits))
            return;

        if (Count <= digits || IsHalfway(digits))
            Load("E766");
        if (digits < 0)
            Clear();
        else if (digits < Count)
            Cut(digits);
    }

    private readonly bool IsHalfway(int digits) => digits >= 0 && digits == Count - 1 && _buffer[digits] == '5';

    private void Cut(int digits)
    {
        var up = _buffer[digits] > '5' || (_buffer[digits] == '5' && (digits + 1 < Count || (digits > 0 && (_buffer[digits - 1] & 1) == 1)));
        Count = digits;
        if (up)
            Increment();
        Trim();
    }

    private void Increment()
    {
        while (Count > 0 && _buffer[Count - 1] == '9')
            Count--;
        if (Count > 0)
        {
            _buffer[Count - 1]++;
            return;
        }

        _buffer[0] = '1';
        Count = 1;
        Point++;
    }

    private void Load(string format)
    {
        Span<char> text = stackalloc char[ExactCapacity];
        _value.TryFormat(text, out var length, format, CultureInfo.InvariantCulture);
        text = text[..length];

        var exponent = 0;
        var mark = text.IndexOf('E');
        if (mark >= 0)
        {
            exponent = int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..mark];
        }

        var point = text.IndexOf('.');
        Point = (point < 0 ? text.Length : point) + exponent;
        Count = 0;
        foreach (var digit in text)
        {
            if (digit == '.')
                continue;
            if (Count == 0 && digit == '0')
                Point--;
            else
                _buffer[Count++] = digit;
        }

        Trim();
    }

    private void Trim()
    {
        while (Count > 0 && _buffer[Count - 1] == '0')
            Count--;
        if (Count == 0)
            Clear();
    }

    private void Clear()
    {
        Count = 0;
        Point = 0;
    }
}
