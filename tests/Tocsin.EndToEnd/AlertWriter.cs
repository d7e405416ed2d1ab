using System.Net;

namespace Tocsin.EndToEnd;

/// <summary>A client that writes one point after the other for some alert ids, and remembers which of them the server acknowledged.</summary>
internal sealed class AlertWriter(string name, int ids) : IDisposable
{
    private static readonly TimeSpan PauseOfClient = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http = new();
    private readonly List<int>[] _acknowledged = [.. Enumerable.Range(0, ids).Select(_ => new List<int>())];
    private int _next;

    /// <summary>The alert ids with the numbers of the points that were acknowledged.</summary>
    public IEnumerable<(string Id, IReadOnlyList<int> Numbers)> Acknowledged => _acknowledged.Select((numbers, i) => (IdOf(i), (IReadOnlyList<int>)numbers));

    /// <summary>Writes alerting points until the server is no more.</summary>
    /// <param name="onAcknowledged">Called after each acknowledged write.</param>
    public async Task WriteUntilCrashAsync(string url, Action onAcknowledged)
    {
        while (await TryWriteAsync(url, _next % ids, value: 1))
            onAcknowledged();
    }

    /// <summary>Writes alerting points; all of these writes must succeed.</summary>
    public async Task WriteAsync(string url, int writes)
    {
        for (var i = 0; i < writes; i++)
            (await TryWriteAsync(url, _next % ids, value: 1)).Should().BeTrue();
    }

    /// <summary>Ends every other alert and repeats the others; all of these writes must succeed.</summary>
    public async Task FinishAsync(string url)
    {
        for (var i = 0; i < ids; i++)
            (await TryWriteAsync(url, i, value: i % 2)).Should().BeTrue();
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> TryWriteAsync(string url, int id, int value)
    {
        // A number is used once, whether its write was acknowledged or not.
        var number = ++_next;
        try
        {
            using var body = new StringContent($"m,id={IdOf(id)} v={value},n={number}i {number}000000000");
            using var answer = await _http.PostAsync(new Uri($"{url}/write?db=db&rp=rp"), body);

            // What cannot be stored for now is sent again.
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                await Task.Delay(PauseOfClient);
                return await TryWriteAsync(url, id, value);
            }

            answer.StatusCode.Should().Be(HttpStatusCode.NoContent);
            _acknowledged[id].Add(number);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string IdOf(int i) => $"{name}{i}";
}
