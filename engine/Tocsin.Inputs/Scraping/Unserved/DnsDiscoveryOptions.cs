namespace Tocsin.Inputs.Scraping.Unserved;

/// <summary>Finds records of DNS, as the peer does: not here.</summary>
public sealed record DnsDiscoveryOptions : UnservedDiscoveryOptions
{
    public IReadOnlyList<string> RecordNames { get; init; } = [];

    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(30);

    public string Type { get; init; } = "SRV";

    public int Port { get; init; }
}
