using System.Globalization;
using System.Text.RegularExpressions;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda;

/// <summary>The result of an expression: a kind and either 64 bits or an object.</summary>
public readonly struct Value
{
    private readonly object? _object;

    private Value(ValueKind kind, long bits, object? @object = null)
    {
        Kind = kind;
        Bits = bits;
        _object = @object;
    }

    /// <summary>What <see cref="Bits"/> or the object means. <see cref="ValueKind.Missing"/> in the default value.</summary>
    public ValueKind Kind { get; }

    /// <summary>As a row's numbers hold it: floats as their bits, booleans as 0 or 1, durations and times in nanoseconds.</summary>
    public long Bits { get; }

    public double Float => BitConverter.Int64BitsToDouble(Bits);

    public long Integer => Bits;

    public bool Boolean => Bits != 0;

    public Duration Duration => new(Bits);

    public Instant Time => new(Bits);

    /// <summary>The text of a string; empty for other kinds.</summary>
    public string Text => _object as string ?? "";

    /// <summary>The expression of a regex, or null for other kinds.</summary>
    public Regex? Regex => _object as Regex;

    public static Value From(double value) => new(ValueKind.Float, BitConverter.DoubleToInt64Bits(value));

    public static Value From(long value) => new(ValueKind.Integer, value);

    public static Value From(bool value) => new(ValueKind.Boolean, value ? 1 : 0);

    public static Value From(string value) => new(ValueKind.String, 0, value);

    public static Value From(Duration value) => new(ValueKind.Duration, value.Nanoseconds);

    public static Value From(Instant value) => new(ValueKind.Time, value.UnixNanoseconds);

    public static Value From(Regex value) => new(ValueKind.Regex, 0, value);

    /// <summary>The value as long, double, string, bool, <see cref="Duration"/>, <see cref="Instant"/> or Regex; null where missing.</summary>
    public object? ToObject() => Kind switch
    {
        ValueKind.Float => Float,
        ValueKind.Integer => Bits,
        ValueKind.Boolean => Boolean,
        ValueKind.Duration => Duration,
        ValueKind.Time => Time,
        _ => _object,
    };

    public override string ToString() => Convert.ToString(ToObject(), CultureInfo.InvariantCulture) ?? "missing";

    // The comparisons of types are settled when the code is compiled for a value type: nothing is boxed.
    internal static Value Of<T>(T value)
    {
        if (typeof(T) == typeof(double))
            return From((double)(object)value!);
        if (typeof(T) == typeof(long))
            return From((long)(object)value!);
        if (typeof(T) == typeof(bool))
            return From((bool)(object)value!);
        if (typeof(T) == typeof(Duration))
            return From((Duration)(object)value!);
        if (typeof(T) == typeof(Instant))
            return From((Instant)(object)value!);
        return new Value(ValueKinds.Of<T>(), 0, value);
    }
}
