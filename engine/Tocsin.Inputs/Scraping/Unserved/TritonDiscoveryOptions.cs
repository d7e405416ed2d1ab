namespace Tocsin.Inputs.Scraping.Unserved;

/// <summary>Finds machines of Triton, as the peer does: not here.</summary>
public sealed record TritonDiscoveryOptions : UnservedDiscoveryOptions
{
    public string Account { get; init; } = "";

    public string DnsSuffix { get; init; } = "";

    public string Endpoint { get; init; } = "";

    public int Port { get; init; } = 9163;

    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(60);

    public int Version { get; init; } = 1;

    public string SslCa { get; init; } = "";

    public string SslCert { get; init; } = "";

    public string SslKey { get; init; } = "";

    public string SslServerName { get; init; } = "";

    public bool InsecureSkipVerify { get; init; }
}
