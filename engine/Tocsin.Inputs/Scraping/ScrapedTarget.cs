using System.Buffers;
using Tocsin.Dsl.Time;
using Tocsin.Inputs.Intake;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Inputs.Scraping;

/// <summary>Asks one target at its times. What it answers goes to the tasks before it is asked again.</summary>
internal sealed class ScrapedTarget
{
    private readonly ScraperOptions _options;
    private readonly Uri _address;
    private readonly ScrapedPoints _points;
    private readonly ScrapeClient _client;
    private readonly InputServices _services;
    private readonly InputCounts _counts;
    private readonly LineHandover _handover;
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
        _handover = new LineHandover(options.Db, options.Rp, new Precision(Duration.Millisecond), services, counts, Refused);
    }

    /// <summary>Asks it until it is canceled.</summary>
    /// <param name="first">How long to wait before it is asked for the first time.</param>
    public async Task RunAsync(TimeSpan first, CancellationToken cancellationToken)
    {
        await Task.Delay(first, _services.Time, cancellationToken).ConfigureAwait(false);
        using var timer = new PeriodicTimer(_options.ScrapeInterval, _services.Time);
        do
            await ScrapeAsync(cancellationToken).ConfigureAwait(false);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>It is not asked any more, and what was wrong with it is over.</summary>
    public void End()
    {
        Note(problem: null);
        lock (_gate)
            SetIncomplete(false);
    }

    private async Task ScrapeAsync(CancellationToken cancellationToken)
    {
        var (now, began) = (_services.Time.GetUtcNow().ToUnixTimeMilliseconds(), _services.Time.GetTimestamp());
        var samples = 0;
        BeginPage();
        var problem = await TryReadAsync().ConfigureAwait(false);
        Note(problem);
        if (problem is not null)
        {
            // Half an answer would look like metrics that are gone.
            _points.Clear();
            samples = 0;
        }

        _points.WriteOutcome(problem is null, _services.Time.GetElapsedTime(began), samples, now);
        var lines = _points.Lines;
        _points.Clear();
        var giving = _handover.GiveAsync([lines.Written], lines.Lines);
        try
        {
            await giving.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await _handover.FinishAsync(giving).ConfigureAwait(false);
            throw;
        }

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
