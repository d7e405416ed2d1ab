using System.Buffers;
using Tocsin.Dsl.Time;
using Tocsin.Inputs.Intake;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Inputs.Scraping;

/// <summary>Asks one target at its times. What it answers goes to the tasks before it is asked again.</summary>
internal sealed class ScrapedTarget : IAsyncDisposable
{
    private const int PointsAtOnce = 5000;
    private const int Pending = 10;

    // So long at most until a target is asked for the first time: not all at once, and not late.
    private static readonly TimeSpan FirstWithin = TimeSpan.FromSeconds(5);

    private readonly ScraperOptions _options;
    private readonly Uri _address;
    private readonly ScrapedPoints _points;
    private readonly ScrapeClient _client;
    private readonly InputServices _services;
    private readonly InputCounts _counts;
    private readonly PointBuffer _buffer;
    private readonly Lock _gate = new();
    private bool _isFailing;
    private bool _isIncomplete;
    private int _refused;

    public ScrapedTarget(
        ScraperOptions options, string target, IReadOnlyDictionary<string, string> labels, ScrapeClient client, InputServices services, InputCounts counts)
    {
        (_options, _client, _services, _counts) = (options, client, services, counts);
        _address = options.AddressOf(target);
        _points = new ScrapedPoints(target, labels, options.Job);
        _buffer = new PointBuffer(new BufferOptions(options.Db, options.Rp, PointsAtOnce, Pending, TimeSpan.Zero), new Precision(Duration.Millisecond), services, counts, Refused);
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

    /// <summary>Gives the rest to the tasks; when it is not asked any more, and what was wrong with it is over.</summary>
    public async ValueTask DisposeAsync()
    {
        await _buffer.DisposeAsync().ConfigureAwait(false);
        Note(problem: null);
        lock (_gate)
            SetIncomplete(false);
    }

    private async Task ScrapeAsync(CancellationToken cancellationToken)
    {
        var (now, began) = (_services.Time.GetUtcNow().ToUnixTimeMilliseconds(), _services.Time.GetTimestamp());
        _points.Lines.Clear();
        var samples = 0;
        BeginPage();
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
                var isOpenMetrics = await _client.GetAsync(_address, body, cancellationToken).ConfigureAwait(false);
                _counts.Received();
                ExpositionReader.Read(body.WrittenSpan, isOpenMetrics, sample =>
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

    // What was refused of the page before is known by now.
    private void BeginPage()
    {
        lock (_gate)
        {
            if (_refused == 0)
                SetIncomplete(false);
            _refused = 0;
        }
    }

    private void Refused(IReadOnlyList<LineError> errors)
    {
        lock (_gate)
        {
            _refused += errors.Count;
            _counts.Note($"{_address}: {_refused} {(_refused == 1 ? "sample is" : "samples are")} refused, such as this: {errors[0].Reason}");
            SetIncomplete(true);
        }
    }

    private void SetIncomplete(bool isIncomplete)
    {
        if (_isIncomplete == isIncomplete)
            return;
        _isIncomplete = isIncomplete;
        _counts.Incomplete(isIncomplete ? 1 : -1);
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
