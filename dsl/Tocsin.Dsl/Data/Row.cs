namespace Tocsin.Dsl.Data;

/// <summary>
/// What an expression can see of one reading: fields, tags and time. The engine's points derive from it. Open fields instead of members
/// with checks: every expression reads them for every point.
/// </summary>
public abstract class Row
{
    /// <summary>Names and types of the fields; says which slot of <see cref="Numbers"/> or <see cref="Texts"/> holds what.</summary>
    public FieldLayout Layout = FieldLayout.Empty;

    /// <summary>By slot: floats as their bits, integers and durations as they are, booleans as 0 or 1. May be longer than the layout.</summary>
    public long[] Numbers = [];

    /// <summary>By slot: strings. May be empty when the layout has none, and longer than the layout.</summary>
    public string?[] Texts = [];

    /// <summary>The tags.</summary>
    public TagSet Tags = TagSet.Empty;

    /// <summary>Nanoseconds since 1970 in UTC.</summary>
    public long Time;

    public double Float(int slot) => BitConverter.Int64BitsToDouble(Numbers[slot]);

    public long Integer(int slot) => Numbers[slot];

    public bool Boolean(int slot) => Numbers[slot] != 0;

    public string Text(int slot) => Texts[slot] ?? "";
}
