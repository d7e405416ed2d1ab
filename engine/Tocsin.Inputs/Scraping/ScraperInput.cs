using Tocsin.Inputs.Intake;

namespace Tocsin.Inputs.Scraping;

/// <summary>Asks the targets of a scraper.</summary>
internal sealed class ScraperInput : IInput
{
    private readonly CancellationTokenSource _closing = new();
    private readonly ScrapeClient _client;
    private readonly List<ScrapedTarget> _targets;
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
        _targets = [.. discovery.Targets.Except(options.Blacklist, StringComparer.Ordinal).Select(target => new ScrapedTarget(options, target, discovery.Labels, _client, services, counts))];
        Address = $"{_targets.Count} target{(_targets.Count == 1 ? "" : "s")} of {discovery.Id}";
        _running = Task.WhenAll(_targets.Select(target => Task.Run(() => RunAsync(target))));
    }

    public string Address { get; }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        await Task.WhenAll(_targets.Select(target => target.DisposeAsync().AsTask())).ConfigureAwait(false);
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
