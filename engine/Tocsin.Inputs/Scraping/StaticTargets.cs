namespace Tocsin.Inputs.Scraping;

/// <summary>Targets that stand in the configuration.</summary>
internal sealed class StaticTargets(StaticDiscoveryOptions options) : ITargets
{
    public string Id => options.Id;

    public TimeSpan? Every => null;

    public IReadOnlyList<DiscoveredTarget> Read(ICollection<string> problems) => [.. options.Targets.Select(target => new DiscoveredTarget(target, options.Labels))];
}
