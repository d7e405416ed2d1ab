using Tocsin.Inputs.Collectd;
using Tocsin.Inputs.Graphite;
using Tocsin.Inputs.Opentsdb;
using Tocsin.Inputs.Scraping;
using Tocsin.Inputs.Udp;

namespace Tocsin.Inputs.Hosting;

/// <summary>The ways in for points that are configured.</summary>
public sealed record InputOptions
{
    public IReadOnlyList<UdpOptions> Udp { get; init; } = [];

    public IReadOnlyList<GraphiteOptions> Graphite { get; init; } = [];

    public CollectdOptions Collectd { get; init; } = new();

    public OpentsdbOptions Opentsdb { get; init; } = new();

    public IReadOnlyList<ScraperOptions> Scraper { get; init; } = [];

    public IReadOnlyList<StaticDiscoveryOptions> StaticDiscovery { get; init; } = [];

    public IReadOnlyList<FileDiscoveryOptions> FileDiscovery { get; init; } = [];
}
