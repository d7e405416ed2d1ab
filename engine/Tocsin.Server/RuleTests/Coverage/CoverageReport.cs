using Tocsin.Dsl.Syntax;

namespace Tocsin.Server.RuleTests.Coverage;

/// <summary>What tests have reached, and what not.</summary>
/// <param name="hits">How often each was reached.</param>
/// <param name="sources">The texts of the scripts.</param>
internal sealed class CoverageReport(IReadOnlyDictionary<CoverageItem, long> hits, IReadOnlyDictionary<string, SourceText> sources)
{
    /// <summary>In the order of files and lines, what stands in no line at the end of its file.</summary>
    public IReadOnlyList<(CoverageItem Item, long Hits)> All { get; } =
    [
        .. hits.Select(entry => (Item: entry.Key, Hits: entry.Value))
            .OrderBy(entry => entry.Item.Source, StringComparer.Ordinal)
            .ThenBy(entry => entry.Item.Offset < 0 ? int.MaxValue : entry.Item.Offset)
            .ThenBy(entry => entry.Item.Kind)
            .ThenBy(entry => entry.Item.Name, StringComparer.Ordinal)
            .ThenBy(entry => entry.Item.Length),
    ];

    public int Reached => hits.Values.Count(count => count > 0);

    /// <summary>100 when there is nothing to be reached.</summary>
    public double Percent => hits.Count == 0 ? 100 : 100.0 * Reached / hits.Count;

    /// <summary>True for what stands in a script whose text is known.</summary>
    public bool TryPlace(CoverageItem item, out LinePosition place)
    {
        place = default;
        if (item.Offset < 0 || !sources.TryGetValue(item.Source, out var source) || item.Offset + item.Length > source.Text.Length)
            return false;
        place = source.PositionOf(item.Offset);
        return true;
    }

    /// <summary>What is said of something that no test has reached.</summary>
    public string WhenMissing(CoverageItem item) =>
        item.WhenMissing(TryPlace(item, out _) ? string.Join(' ', sources[item.Source].Text.Substring(item.Offset, item.Length).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : item.Name);
}
