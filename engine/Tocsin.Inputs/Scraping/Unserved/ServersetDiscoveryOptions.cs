namespace Tocsin.Inputs.Scraping.Unserved;

/// <summary>Finds server sets in ZooKeeper, as the peer does: not here.</summary>
public sealed record ServersetDiscoveryOptions : UnservedDiscoveryOptions
{
    public IReadOnlyList<string> Servers { get; init; } = [];

    public IReadOnlyList<string> Paths { get; init; } = [];

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}
