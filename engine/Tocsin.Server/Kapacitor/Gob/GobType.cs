namespace Tocsin.Server.Kapacitor.Gob;

/// <summary>What a value is made of.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Element">The type of items, or of the values of a map.</param>
/// <param name="Key">The type of the keys of a map.</param>
/// <param name="Fields">Names and types of the fields of a struct, in order.</param>
internal sealed record GobType(GobKind Kind, int Element = 0, int Key = 0, IReadOnlyList<(string Name, int Type)>? Fields = null);
