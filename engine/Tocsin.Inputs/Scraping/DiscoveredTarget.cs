namespace Tocsin.Inputs.Scraping;

/// <summary>A target that a scraper asks.</summary>
/// <param name="Address">Its <c>host:port</c>.</param>
/// <param name="Labels">Tags of its points.</param>
internal sealed record DiscoveredTarget(string Address, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>Equal for what is asked alike.</summary>
    public string Key => string.Join('\n', Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}").Prepend(Address));
}
