using Tocsin.Sdk;

namespace Tocsin.Inputs.Scraping.Unserved;

/// <summary>Finds applications of Marathon, as the peer does: not here.</summary>
public sealed record MarathonDiscoveryOptions : UnservedDiscoveryOptions
{
    public IReadOnlyList<string> Servers { get; init; } = [];

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(30);

    [Secret]
    public string BearerToken { get; init; } = "";

    public string SslCa { get; init; } = "";

    public string SslCert { get; init; } = "";

    public string SslKey { get; init; } = "";

    public string SslServerName { get; init; } = "";

    public bool InsecureSkipVerify { get; init; }
}
