using System.Text.Json;
using Tocsin.Inputs.Collectd;
using Tocsin.Inputs.Graphite;
using Tocsin.Inputs.Intake;
using Tocsin.Inputs.Opentsdb;
using Tocsin.Inputs.Scraping;
using Tocsin.Inputs.Udp;

namespace Tocsin.Inputs.Hosting;

/// <summary>An input that is configured. Immutable.</summary>
/// <param name="Name">Its kind and what tells it from others of the kind.</param>
/// <param name="Print">All that it is configured with: equal prints, equal inputs. Holds secrets.</param>
/// <param name="OpenAsync">Opens it.</param>
internal sealed record PlannedInput(string Name, string Print, Func<InputServices, InputCounts, ValueTask<IInput>> OpenAsync)
{
    /// <summary>Those that are enabled.</summary>
    public static IReadOnlyList<PlannedInput> Of(InputOptions options) =>
    [
        .. options.Udp.Where(udp => udp.Enabled).Select(udp => Plan($"udp {udp.BindAddress}", udp, (services, counts) => new(new UdpInput(udp, services, counts)))),
        .. options.Graphite.Where(graphite => graphite.Enabled).Select(graphite =>
            Plan($"graphite {graphite.BindAddress}", graphite, (services, counts) => GraphiteInput.OpenAsync(graphite, services, counts))),
        .. options.Collectd is { Enabled: true } collectd
            ? new[] { Plan($"collectd {collectd.BindAddress}", collectd, (services, counts) => new(CollectdInput.Open(collectd, services, counts))) }
            : [],
        .. options.Opentsdb is { Enabled: true } opentsdb
            ? new[] { Plan($"opentsdb {opentsdb.BindAddress}", opentsdb, (services, counts) => OpentsdbInput.OpenAsync(opentsdb, services, counts)) }
            : [],
        .. options.Scraper.Where(scraper => scraper.Enabled).Select(scraper =>
        {
            var (targets, print) = TargetsOf(scraper, options);
            return Plan($"scraper {scraper.Name}", (scraper, print), (services, counts) => new(new ScraperInput(scraper, targets?.Invoke(), services, counts)));
        }),
    ];

    private static (Func<ITargets>? Targets, object? Print) TargetsOf(ScraperOptions scraper, InputOptions options)
    {
        if (scraper.DiscovererService == ScraperOptions.FileDiscovery)
            return options.FileDiscovery.FirstOrDefault(files => files.Enabled && files.Id == scraper.DiscovererId) is { } files ? (() => new FileTargets(files), files) : default;
        return options.StaticDiscovery.FirstOrDefault(list => list.Enabled && list.Id == scraper.DiscovererId) is { } list ? (() => new StaticTargets(list), list) : default;
    }

    public bool IsSame(PlannedInput other) => Name == other.Name && Print == other.Print;

    private static PlannedInput Plan<T>(string name, T options, Func<InputServices, InputCounts, ValueTask<IInput>> open) =>
        new(name, JsonSerializer.Serialize(options, Everything), open);

    // Pairs have fields.
    private static readonly JsonSerializerOptions Everything = new() { IncludeFields = true };
}
