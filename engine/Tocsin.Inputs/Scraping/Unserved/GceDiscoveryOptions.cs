namespace Tocsin.Inputs.Scraping.Unserved;

/// <summary>Finds machines of Google's cloud, as the peer does: not here.</summary>
public sealed record GceDiscoveryOptions : UnservedDiscoveryOptions
{
    public string Project { get; init; } = "";

    public string Zone { get; init; } = "";

    public string Filter { get; init; } = "";

    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(60);

    public int Port { get; init; } = 80;

    public string TagSeparator { get; init; } = ",";
}
