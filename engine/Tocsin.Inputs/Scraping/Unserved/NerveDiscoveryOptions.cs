namespace Tocsin.Inputs.Scraping.Unserved;

/// <summary>Finds services that Nerve keeps in ZooKeeper, as the peer does: not here.</summary>
public sealed record NerveDiscoveryOptions : UnservedDiscoveryOptions
{
    public IReadOnlyList<string> Servers { get; init; } = [];

    public IReadOnlyList<string> Paths { get; init; } = [];

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}
