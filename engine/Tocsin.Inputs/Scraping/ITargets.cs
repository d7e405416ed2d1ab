namespace Tocsin.Inputs.Scraping;

/// <summary>Where the targets of a scraper come from.</summary>
internal interface ITargets
{
    /// <summary>What it is called.</summary>
    string Id { get; }

    /// <summary>How often they are looked for; null when they stay.</summary>
    TimeSpan? Every { get; }

    /// <summary>The targets now.</summary>
    /// <param name="problems">Takes what is wrong; whatever was known of it before still counts.</param>
    IReadOnlyList<DiscoveredTarget> Read(ICollection<string> problems);
}
