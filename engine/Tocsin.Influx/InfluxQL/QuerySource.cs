namespace Tocsin.Influx.InfluxQL;

/// <summary>What a query reads.</summary>
/// <param name="Database">Empty when it is not said.</param>
/// <param name="RetentionPolicy">Empty when it is not said.</param>
/// <param name="Measurement">The measurement, or the pattern of several.</param>
public sealed record QuerySource(string Database, string RetentionPolicy, string Measurement);
