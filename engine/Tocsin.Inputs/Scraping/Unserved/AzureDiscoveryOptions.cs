using Tocsin.Sdk;

namespace Tocsin.Inputs.Scraping.Unserved;

/// <summary>Finds machines of Azure, as the peer does: not here.</summary>
public sealed record AzureDiscoveryOptions : UnservedDiscoveryOptions
{
    public int Port { get; init; } = 80;

    public string SubscriptionId { get; init; } = "";

    public string TenantId { get; init; } = "";

    public string ClientId { get; init; } = "";

    [Secret]
    public string ClientSecret { get; init; } = "";

    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromMinutes(5);
}
