namespace Tocsin.Influx.Client;

/// <summary>A sign of life of a server.</summary>
/// <param name="Version">As it says; empty when it does not.</param>
/// <param name="Took">How long it took to answer.</param>
public sealed record InfluxPing(string Version, TimeSpan Took)
{
    /// <summary>The server's clock when it answered, to the second; null when it does not say.</summary>
    public DateTimeOffset? Clock { get; init; }
}
