using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Tocsin.EndToEnd.Chaos;

/// <summary>Writes an alert every now and then, whatever happens to the server, and knows which of them were acknowledged and which arrived.</summary>
internal sealed class Pulse : IDisposable
{
    private const int Ids = 5;

    private static readonly TimeSpan BetweenBeats = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<int, byte> _acknowledged = [];
    private readonly ConcurrentDictionary<int, byte> _arrived = [];
    private readonly HttpStandIn _sink;
    private readonly Func<string> _url;
    private Task _beating = Task.CompletedTask;
    private int _last;

    /// <param name="url">Where the server is now.</param>
    public Pulse(Func<string> url)
    {
        _url = url;
        _sink = new HttpStandIn(Take);
    }

    /// <summary>The script of the task that sends the alerts on.</summary>
    public string Script => $$$"""
        stream|from().measurement('pulse').groupBy('id')
            |alert().crit(lambda: "v" > 0).id('{{ .Tags.id }}').message('{{ .Fields.n }}').details('').post('{{{_sink.Url}}}')
        """;

    public int Acknowledged => _acknowledged.Count;

    public int Arrived => _arrived.Count;

    /// <summary>What was acknowledged and has not arrived.</summary>
    public IReadOnlyList<int> Missing => [.. _acknowledged.Keys.Where(number => !_arrived.ContainsKey(number)).Order()];

    public void Start() => _beating = BeatAsync();

    /// <summary>Ends when a beat that began after the call was acknowledged and has arrived.</summary>
    public async Task WhenFeltAsync(TimeSpan limit, string when)
    {
        var (clock, before) = (Stopwatch.StartNew(), Volatile.Read(ref _last) + 1);
        while (!_acknowledged.Keys.Any(number => number > before && _arrived.ContainsKey(number)))
        {
            clock.Elapsed.Should().BeLessThan(limit, $"alerts are taken and delivered {when}");
            await Task.Delay(BetweenBeats);
        }
    }

    /// <summary>Beats no more.</summary>
    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await _beating;
    }

    public void Dispose()
    {
        _end.Dispose();
        _sink.Dispose();
        _http.Dispose();
    }

    private async Task BeatAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _last);
            try
            {
                using var body = new StringContent($"pulse,id=p{number % Ids} v=1,n={number}i {number}000000000");
                using var answer = await _http.PostAsync(new Uri($"{_url()}/write?db=chaos&rp=rp"), body);
                if (answer.StatusCode == HttpStatusCode.NoContent)
                    _acknowledged[number] = 0;
            }
            catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException)
            {
                // Not acknowledged: whether it arrives or not, nothing was promised.
            }

            await Task.Delay(BetweenBeats);
        }
    }

    private int Take(string body)
    {
        using var json = JsonDocument.Parse(body);
        _arrived[int.Parse(json.RootElement.GetProperty("message").GetString() ?? "", System.Globalization.CultureInfo.InvariantCulture)] = 0;
        return 200;
    }
}
