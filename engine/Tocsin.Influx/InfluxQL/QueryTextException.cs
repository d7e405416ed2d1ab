namespace Tocsin.Influx.InfluxQL;

/// <summary>A query that cannot be asked.</summary>
/// <param name="message">What is wrong, where in the query, and the way out.</param>
public sealed class QueryTextException(string message) : Exception(message);
