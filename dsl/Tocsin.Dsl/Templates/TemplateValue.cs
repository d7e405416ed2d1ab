using System.Runtime.InteropServices;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Templates;

/// <summary>A value that templates work with. Small and copied; numbers and times are held without boxing.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct TemplateValue
{
    private readonly object? _reference;
    private readonly long _bits;

    private TemplateValue(TemplateValueKind kind, long bits, object? reference)
    {
        Kind = kind;
        _bits = bits;
        _reference = reference;
    }

    /// <summary>The value that is absent; also <c>default</c>.</summary>
    public static TemplateValue Nil => default;

    public TemplateValueKind Kind { get; }

    public bool IsNil => Kind == TemplateValueKind.Nil;

    /// <summary>The number of an integer, a byte, a month or a weekday; the nanoseconds of a duration; 1 and 0 for a boolean.</summary>
    internal long Integer => _bits;

    internal bool Boolean => _bits != 0;

    internal double Float => BitConverter.Int64BitsToDouble(_bits);

    internal Duration Duration => new(_bits);

    internal Instant Instant => new(_bits);

    /// <summary>The zone an instant is shown in; null for UTC.</summary>
    internal TimeZoneInfo? Zone => _reference as TimeZoneInfo;

    // The kind is set together with the reference, by the factories below only.
    internal string Text => (string)_reference!;

    internal TemplateData Struct => (TemplateData)_reference!;

    internal TemplateMap Map => (TemplateMap)_reference!;

    internal TemplateList List => (TemplateList)_reference!;

    public static implicit operator TemplateValue(string? text) => From(text);

    public static TemplateValue From(bool value) => new(TemplateValueKind.Bool, value ? 1 : 0, null);

    public static TemplateValue From(long value) => new(TemplateValueKind.Int64, value, null);

    public static TemplateValue From(double value) => new(TemplateValueKind.Float, BitConverter.DoubleToInt64Bits(value), null);

    /// <summary>A string; nil when <paramref name="value"/> is null.</summary>
    public static TemplateValue From(string? value) => value is null ? default : new(TemplateValueKind.String, 0, value);

    public static TemplateValue From(Duration value) => new(TemplateValueKind.Duration, value.Nanoseconds, null);

    public static TemplateValue From(Instant value) => new(TemplateValueKind.Instant, value.UnixNanoseconds, null);

    public static TemplateValue From(TemplateData value) => new(TemplateValueKind.Struct, 0, value);

    public static TemplateValue From(TemplateMap value) => new(TemplateValueKind.Map, 0, value);

    public static TemplateValue From(TemplateList value) => new(TemplateValueKind.List, 0, value);

    internal static TemplateValue Int(long value) => new(TemplateValueKind.Int, value, null);

    internal static TemplateValue Byte(byte value) => new(TemplateValueKind.Byte, value, null);

    internal static TemplateValue Script(string text) => new(TemplateValueKind.Script, 0, text);

    internal static TemplateValue Month(int value) => new(TemplateValueKind.Month, value, null);

    internal static TemplateValue Weekday(int value) => new(TemplateValueKind.Weekday, value, null);

    internal static TemplateValue InZone(Instant value, TimeZoneInfo? zone) => new(TemplateValueKind.Instant, value.UnixNanoseconds, zone);
}
