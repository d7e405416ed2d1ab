using System.Globalization;

namespace Tocsin.Influx.Answers;

/// <summary>One value of a row.</summary>
public readonly struct InfluxCell
{
    private readonly long _bits;

    private InfluxCell(CellKind kind, long bits, string? text)
    {
        Kind = kind;
        _bits = bits;
        Text = text ?? "";
    }

    public CellKind Kind { get; }

    /// <summary>The text of a <see cref="CellKind.Text"/>; empty else.</summary>
    public string Text { get => field ?? ""; }

    /// <summary>The value of a <see cref="CellKind.Integer"/>.</summary>
    public long Integer => _bits;

    /// <summary>The value of an integer or a float as a float.</summary>
    public double Number => Kind == CellKind.Integer ? _bits : BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The value of a <see cref="CellKind.Boolean"/>.</summary>
    public bool Boolean => _bits != 0;

    public static InfluxCell Of(long integer) => new(CellKind.Integer, integer, null);

    public static InfluxCell Of(double number) => new(CellKind.Float, BitConverter.DoubleToInt64Bits(number), null);

    public static InfluxCell Of(bool boolean) => new(CellKind.Boolean, boolean ? 1 : 0, null);

    public static InfluxCell Of(string text) => new(CellKind.Text, 0, text);

    /// <summary>The value as text; empty for nothing.</summary>
    public override string ToString() => Kind switch
    {
        CellKind.Integer => _bits.ToString(CultureInfo.InvariantCulture),
        CellKind.Float => Number.ToString("R", CultureInfo.InvariantCulture),
        CellKind.Boolean => Boolean ? "true" : "false",
        _ => Text,
    };
}
