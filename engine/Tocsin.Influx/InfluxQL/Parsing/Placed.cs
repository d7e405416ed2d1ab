namespace Tocsin.Influx.InfluxQL.Parsing;

/// <summary>What a rule reads.</summary>
/// <param name="Value">The value.</param>
/// <param name="Start">The number of its first token.</param>
/// <param name="End">The number of the token after its last.</param>
internal sealed record Placed<T>(T Value, int Start, int End);
