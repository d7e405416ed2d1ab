using Tocsin.Inputs.Intake;
using Tocsin.Inputs.Scraping.Unserved;

namespace Tocsin.Inputs.Scraping;

/// <summary>Asks the targets of a scraper, those that there are now.</summary>
internal sealed class ScraperInput : IInput
{
    // So many targets a second begin to be asked, and few targets within so long: not all at once, and not late.
    private const int BeginInSecond = 200;
    private static readonly TimeSpan FirstWithin = TimeSpan.FromSeconds(5);

    private readonly ScraperOptions _options;
    private readonly ITargets _from;
    private readonly InputServices _services;
    private readonly InputCounts _counts;
    private readonly CancellationTokenSource _closing = new();
    private readonly ScrapeClient _client;
    private readonly Dictionary<string, RunningTarget> _targets = [];
    private readonly Task _running;
    private volatile int _count;
    private bool _isFailing;

    /// <param name="options">The scraper.</param>
    /// <param name="from">Where its targets come from; null when there is no such discovery.</param>
    /// <param name="services">Where points go.</param>
    /// <param name="counts">Is told what targets answer.</param>
    /// <exception cref="InputException">Nothing finds targets, or a certificate cannot be used.</exception>
    public ScraperInput(ScraperOptions options, ITargets? from, InputServices services, InputCounts counts)
    {
        if (ScraperOptions.IsUnserved(options.DiscovererService))
            throw new InputException($"'{options.DiscovererService}' finds no targets here: {UnservedDiscoveryOptions.WayOut}");
        (_options, _services, _counts) = (options, services, counts);
        _from = from ?? throw new InputException($"there is no {options.DiscovererService} with the id '{options.DiscovererId}' that is enabled: give it in discoverer-id, with its targets");
        _client = new ScrapeClient(options, services);
        Adopt();
        _running = _from.Every is { } every ? Task.Run(() => FollowAsync(every)) : Task.CompletedTask;
    }

    public string Address => $"{_count} target{(_count == 1 ? "" : "s")} of {_from.Id}";

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        await Task.WhenAll(_targets.Values.Select(target => target.DisposeAsync().AsTask())).ConfigureAwait(false);
        _client.Dispose();
        _closing.Dispose();
    }

    /// <summary>Within which time targets that are new are asked for the first time, and so over which time all are spread from then on.</summary>
    internal static TimeSpan WithinFor(int targets, TimeSpan interval)
    {
        var within = TimeSpan.FromSeconds((double)targets / BeginInSecond);
        if (within < FirstWithin)
            within = FirstWithin;
        return within < interval ? within : interval;
    }

    private async Task FollowAsync(TimeSpan every)
    {
        using var timer = new PeriodicTimer(every, _services.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token).ConfigureAwait(false))
                await Task.WhenAll(Adopt().Select(gone => gone.DisposeAsync().AsTask())).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It closes.
        }
    }

    // Begins to ask those that are new, and answers with those that are not asked any more.
    private List<RunningTarget> Adopt()
    {
        var problems = new List<string>();
        var wanted = _from.Read(problems).Where(target => !_options.Blacklist.Contains(target.Address, StringComparer.Ordinal)).DistinctBy(target => target.Key).ToDictionary(target => target.Key);
        foreach (var problem in problems)
            _counts.Refuse(problem);
        if (_isFailing != problems.Count > 0)
        {
            _isFailing = !_isFailing;
            _counts.Failing(_isFailing ? 1 : -1);
        }

        var gone = _targets.Keys.Where(key => !wanted.ContainsKey(key)).Select(key => _targets.Remove(key, out var target) ? target : null).OfType<RunningTarget>().ToList();
        var added = wanted.Where(target => !_targets.ContainsKey(target.Key)).ToList();
        var within = WithinFor(added.Count, _options.ScrapeInterval);
        foreach (var (key, target) in added)
            _targets[key] = new RunningTarget(new ScrapedTarget(_options, target.Address, target.Labels, _client, _services, _counts), within * Random.Shared.NextDouble(), _closing.Token);
        _count = _targets.Count;
        return gone;
    }
}
