namespace Tocsin.Influx.InfluxQL;

/// <summary>A query that cannot be asked.</summary>
/// <param name="message">What is wrong, where in the query, and the way out.</param>
/// <param name="position">Where, in characters from the begin of the query; -1 for the whole.</param>
public sealed class QueryTextException(string message, int position = -1) : Exception(message)
{
    /// <summary>Where, in characters from the begin of the query; -1 for the whole.</summary>
    public int Position { get; } = position;
}
