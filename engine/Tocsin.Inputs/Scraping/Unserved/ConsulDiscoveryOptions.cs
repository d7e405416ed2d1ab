using Tocsin.Sdk;

namespace Tocsin.Inputs.Scraping.Unserved;

/// <summary>Finds services of Consul, as the peer does: not here.</summary>
public sealed record ConsulDiscoveryOptions : UnservedDiscoveryOptions
{
    public string Address { get; init; } = "127.0.0.1:8500";

    [Secret]
    public string Token { get; init; } = "";

    public string Datacenter { get; init; } = "";

    public string TagSeparator { get; init; } = ",";

    public string Scheme { get; init; } = "http";

    public string Username { get; init; } = "";

    [Secret]
    public string Password { get; init; } = "";

    public IReadOnlyList<string> Services { get; init; } = [];

    public string SslCa { get; init; } = "";

    public string SslCert { get; init; } = "";

    public string SslKey { get; init; } = "";

    public string SslServerName { get; init; } = "";

    public bool InsecureSkipVerify { get; init; }
}
