using Tocsin.Alerting.Configuration;
using Tocsin.Inputs.Scraping;
using Tocsin.Inputs.Scraping.Unserved;

namespace Tocsin.Engine.Hosting;

/// <summary>Says of discovery services that are switched on, and find no targets here, what to do instead.</summary>
internal static class DiscoveryWarnings
{
    public static IEnumerable<ConfigProblem> Of(ConfigMap root)
    {
        foreach (var section in UnservedDiscoveryOptions.Sections)
        {
            foreach (var element in Enabled(root, section))
                yield return new ConfigProblem($"section '{section}' is read, and finds no targets for scrapers here: {UnservedDiscoveryOptions.WayOut}", element.Place, IsWarning: true);
        }

        foreach (var scraper in Enabled(root, "scraper"))
        {
            if (scraper.TryFind("discoverer-service", out var value) && value is ConfigText { Value: var service } && ScraperOptions.IsUnserved(service))
                yield return new ConfigProblem($"option 'scraper.discoverer-service' is '{service}', which finds no targets here: {UnservedDiscoveryOptions.WayOut}", value.Place, IsWarning: true);
        }
    }

    private static IEnumerable<ConfigMap> Enabled(ConfigMap root, string section) =>
        !root.TryFind(section, out var value) ? []
        : (value is ConfigList list ? list.Items : [value]).OfType<ConfigMap>().Where(element => element.TryFind("enabled", out var enabled) && enabled is ConfigFlag { Value: true });
}
