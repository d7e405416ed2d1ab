using System.Globalization;

namespace Tocsin.Sdk.Functions;

/// <summary>The value of a field. Numbers, texts, bools and durations convert to it by themselves: <c>Set("ok", true)</c>.</summary>
public readonly record struct FieldValue
{
    private FieldValue(FieldKind kind, long bits, string? text = null)
    {
        Kind = kind;
        Bits = bits;
        String = text;
    }

    /// <summary>What the field holds.</summary>
    public FieldKind Kind { get; }

    /// <summary>False when there is no such field, or it has no value.</summary>
    public bool IsPresent => Kind != FieldKind.Missing;

    /// <summary>The number: floats as they are, ints and durations (nanoseconds) converted, bools 0 or 1; NaN for texts and what is missing.</summary>
    public double Number => Kind switch
    {
        FieldKind.Float => BitConverter.Int64BitsToDouble(Bits),
        FieldKind.Missing or FieldKind.Text => double.NaN,
        _ => Bits,
    };

    /// <summary>The int, the nanoseconds of a duration, a float without its fraction, 1 for TRUE; 0 for all else.</summary>
    public long Integer => Kind switch
    {
        FieldKind.Float => (long)BitConverter.Int64BitsToDouble(Bits),
        FieldKind.Missing or FieldKind.Text => 0,
        _ => Bits,
    };

    /// <summary>True for the bool TRUE only.</summary>
    public bool Boolean => Kind == FieldKind.Boolean && Bits != 0;

    /// <summary>The text; empty for all else.</summary>
    public string Text => Kind == FieldKind.Text ? String ?? "" : "";

    /// <summary>The duration, rounded to 100 ns; zero for all else.</summary>
    public TimeSpan Duration => Kind == FieldKind.Duration ? TimeSpan.FromTicks(Bits / TimeSpan.NanosecondsPerTick) : TimeSpan.Zero;

    private long Bits { get; }

    private string? String { get; }

    /// <summary>A float.</summary>
    public static implicit operator FieldValue(double value) => new(FieldKind.Float, BitConverter.DoubleToInt64Bits(value));

    /// <summary>An int.</summary>
    public static implicit operator FieldValue(long value) => new(FieldKind.Integer, value);

    /// <summary>A bool.</summary>
    public static implicit operator FieldValue(bool value) => new(FieldKind.Boolean, value ? 1 : 0);

    /// <summary>A text.</summary>
    public static implicit operator FieldValue(string value) => new(FieldKind.Text, 0, value);

    /// <summary>A duration.</summary>
    public static implicit operator FieldValue(TimeSpan value) => FromNanoseconds(value.Ticks * TimeSpan.NanosecondsPerTick);

    /// <summary>A duration to the nanosecond.</summary>
    public static FieldValue FromNanoseconds(long nanoseconds) => new(FieldKind.Duration, nanoseconds);

    /// <summary>The value for people.</summary>
    public override string ToString() => Kind switch
    {
        FieldKind.Float => Number.ToString("R", CultureInfo.InvariantCulture),
        FieldKind.Integer => Bits.ToString(CultureInfo.InvariantCulture),
        FieldKind.Boolean => Boolean ? "true" : "false",
        FieldKind.Duration => Duration.ToString("c", CultureInfo.InvariantCulture),
        _ => Text,
    };
}
