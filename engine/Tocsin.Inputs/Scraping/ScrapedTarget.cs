using System.Buffers;
using Tocsin.Inputs.Intake;

namespace Tocsin.Inputs.Scraping;

/// <summary>Asks one target at its times. What it answers goes to the tasks before it is asked again.</summary>
internal sealed class ScrapedTarget
{
    // So long at most until a target is asked for the first time: not all at once, and not late.
    private static readonly TimeSpan FirstWithin = TimeSpan.FromSeconds(5);

    private readonly ScraperOptions _options;
    private readonly Uri _address;
    private readonly ScrapedPoints _points;
    private readonly ScrapeClient _client;
    private readonly InputServices _services;
    private readonly InputCounts _counts;
    private readonly PointBuffer _buffer;
    private bool _isFailing;

    public ScrapedTarget(
        ScraperOptions options, string target, IReadOnlyDictionary<string, string> labels, ScrapeClient client, InputServices services, InputCounts counts, PointBuffer buffer)
    {
        (_options, _client, _services, _counts, _buffer) = (options, client, services, counts, buffer);
        _address = new Uri($"{options.Scheme}://{target}{options.MetricsPath}");
        _points = new ScrapedPoints(target, labels);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var within = FirstWithin < _options.ScrapeInterval ? FirstWithin : _options.ScrapeInterval;
        await Task.Delay(within * Random.Shared.NextDouble(), _services.Time, cancellationToken).ConfigureAwait(false);
        using var timer = new PeriodicTimer(_options.ScrapeInterval, _services.Time);
        do
            await ScrapeAsync(cancellationToken).ConfigureAwait(false);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task ScrapeAsync(CancellationToken cancellationToken)
    {
        var (now, began) = (_services.Time.GetUtcNow().ToUnixTimeMilliseconds(), _services.Time.GetTimestamp());
        _points.Lines.Clear();
        var samples = 0;
        var problem = await TryReadAsync().ConfigureAwait(false);
        Note(problem);
        if (problem is not null)
        {
            // Half an answer would look like metrics that are gone.
            _points.Lines.Clear();
            samples = 0;
        }

        _points.WriteOutcome(problem is null, _services.Time.GetElapsedTime(began), samples, now);
        await _buffer.AddAsync(_points.Lines.Written, _points.Lines.Lines, cancellationToken).ConfigureAwait(false);

        async Task<string?> TryReadAsync()
        {
            var body = new ArrayBufferWriter<byte>();
            try
            {
                await _client.GetAsync(_address, body, cancellationToken).ConfigureAwait(false);
                _counts.Received();
                ExpositionReader.Read(body.WrittenSpan, sample =>
                {
                    samples++;
                    _points.Write(sample, now);
                });
                return null;
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or FormatException or InvalidDataException or TimeoutException)
            {
                return $"{_address}: {failure.Message}";
            }
        }
    }

    private void Note(string? problem)
    {
        if (problem is not null)
            _counts.Refuse(problem);
        if (_isFailing == problem is not null)
            return;
        _isFailing = problem is not null;
        _counts.Failing(_isFailing ? 1 : -1);
    }
}
