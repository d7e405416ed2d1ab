using Tocsin.Dsl.Time;
using Tocsin.Inputs.Intake;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Inputs.Scraping;

/// <summary>Asks the targets of a scraper.</summary>
internal sealed class ScraperInput : IInput
{
    private const int PointsAtOnce = 5000;
    private const int Pending = 10;

    private readonly CancellationTokenSource _closing = new();
    private readonly ScrapeClient _client;
    private readonly PointBuffer _buffer;
    private readonly Task _running;

    /// <param name="options">The scraper.</param>
    /// <param name="discovery">Its targets; null when there is no such discovery.</param>
    /// <param name="services">Where points go.</param>
    /// <param name="counts">Is told what targets answer.</param>
    /// <exception cref="InputException">There are no targets, or a certificate cannot be used.</exception>
    public ScraperInput(ScraperOptions options, StaticDiscoveryOptions? discovery, InputServices services, InputCounts counts)
    {
        if (discovery is null)
            throw new InputException($"there is no {ScraperOptions.StaticDiscovery} with the id '{options.DiscovererId}' that is enabled: give it in discoverer-id, with its targets");
        _client = new ScrapeClient(options, services);
        _buffer = new PointBuffer(new BufferOptions(options.Db, options.Rp, PointsAtOnce, Pending, TimeSpan.Zero), new Precision(Duration.Millisecond), services, counts);
        var targets = discovery.Targets.Except(options.Blacklist, StringComparer.Ordinal).ToList();
        Address = $"{targets.Count} target{(targets.Count == 1 ? "" : "s")} of {discovery.Id}";
        _running = Task.WhenAll(targets.Select(target => Task.Run(() => RunAsync(new ScrapedTarget(options, target, discovery.Labels, _client, services, counts, _buffer)))));
    }

    public string Address { get; }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        await _buffer.DisposeAsync().ConfigureAwait(false);
        _client.Dispose();
        _closing.Dispose();
    }

    private async Task RunAsync(ScrapedTarget target)
    {
        try
        {
            await target.RunAsync(_closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It closes.
        }
    }
}
