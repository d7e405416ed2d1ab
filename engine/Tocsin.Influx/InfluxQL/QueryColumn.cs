namespace Tocsin.Influx.InfluxQL;

/// <summary>A column of the answer to a query, beside the time.</summary>
/// <param name="Name">What the answer calls it.</param>
/// <param name="IsNumber">True when its values are numbers whatever the data is.</param>
public sealed record QueryColumn(string Name, bool IsNumber);
