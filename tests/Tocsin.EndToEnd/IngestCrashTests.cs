using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Tocsin.EndToEnd;

public sealed class IngestCrashTests : IDisposable
{
    private const int Senders = 4;
    private static readonly int Crashes = LongForm.Of(2, 3);
    private static readonly int AcknowledgedBeforeCrash = LongForm.Of(150, 300);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task What_a_source_acknowledged_is_raised_once_whenever_the_server_is_killed()
    {
        var arrived = new ConcurrentDictionary<string, int>();
        using var sink = new HttpStandIn(body =>
        {
            using var json = JsonDocument.Parse(body);
            arrived.AddOrUpdate(json.RootElement.GetProperty("message").GetString() ?? "", 1, (_, count) => count + 1);
            return 200;
        });
        Directory.CreateDirectory(_folder.Of("load", "sources"));
        Directory.CreateDirectory(_folder.Of("load", "handlers"));
        File.WriteAllText(_folder.Of("load", "sources", "storm.yaml"), """
            id: storm
            kind: generic
            auth: { header: { X-Key: s3cret } }
            topic: storm
            options: { id: $.id, level: $.level, message: $.n, dedupe-key: $.n }
            """);
        File.WriteAllText(_folder.Of("load", "handlers", "pager.yaml"), $"topic: storm\nid: pager\nkind: post\noptions:\n  url: {sink.Url}\n");
        var senders = Enumerable.Range(0, Senders).Select(number => new Sender(number)).ToList();

        for (var i = 0; i < Crashes; i++)
        {
            using var server = await StartAsync();
            await SendUntilCrashAsync(server, senders);
        }

        using (var server = await StartAsync())
        {
            // Each sends again what it got no answer for, and all of the last round too: it cannot know what the server did with it.
            foreach (var sender in senders)
                await sender.SendAgainAsync(server.Url);
            var acknowledged = senders.SelectMany(sender => sender.Acknowledged).ToHashSet();
            await ArrivalAsync(acknowledged, arrived);
            var counts = await SourceAsync(server.Url);

            acknowledged.Should().BeSubsetOf(arrived.Keys);
            arrived.Keys.Should().BeSubsetOf(senders.SelectMany(sender => sender.Sent), "a crash may come between a commit and its answer, but nothing is made up");
            counts.GetProperty("duplicates").GetInt64().Should().BeGreaterThan(0, "what had been committed is known");
            counts.GetProperty("refused").GetInt64().Should().Be(0);
        }

        foreach (var sender in senders)
            sender.Dispose();
    }

    public void Dispose() => _folder.Dispose();

    private Task<TocsinProcess> StartAsync() => TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--load", "load");

    private static async Task SendUntilCrashAsync(TocsinProcess server, List<Sender> senders)
    {
        var left = AcknowledgedBeforeCrash;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sending = senders.Select(sender => sender.SendUntilCrashAsync(server.Url, () =>
        {
            if (Interlocked.Decrement(ref left) == 0)
                enough.SetResult();
        })).ToList();
        await enough.Task.WaitAsync(Limit);
        await server.KillAsync();
        await Task.WhenAll(sending).WaitAsync(Limit);
    }

    private static async Task ArrivalAsync(HashSet<string> acknowledged, ConcurrentDictionary<string, int> arrived)
    {
        var watch = Stopwatch.StartNew();
        while (acknowledged.Any(number => !arrived.ContainsKey(number)))
        {
            watch.Elapsed.Should().BeLessThan(Limit, "all that was acknowledged arrives");
            await Task.Delay(10);
        }
    }

    private static async Task<JsonElement> SourceAsync(string url)
    {
        using var http = new HttpClient();
        using var json = JsonDocument.Parse(await http.GetStringAsync(new Uri($"{url}/tocsin/v1/sources/storm")));
        return json.RootElement.Clone();
    }

    /// <summary>Sends events one after the other and remembers which were acknowledged.</summary>
    private sealed class Sender(int number) : IDisposable
    {
        private readonly HttpClient _http = new();
        private readonly List<string> _round = [];
        private readonly HashSet<string> _acknowledged = [];
        private int _next;

        public IReadOnlyCollection<string> Acknowledged => _acknowledged;

        public IEnumerable<string> Sent => Enumerable.Range(1, _next).Select(n => $"{number}-{n}");

        public async Task SendUntilCrashAsync(string url, Action onAcknowledged)
        {
            _round.Clear();
            while (true)
            {
                var name = $"{number}-{++_next}";
                _round.Add(name);
                if (!await TrySendAsync(url, name))
                    return;
                onAcknowledged();
            }
        }

        public async Task SendAgainAsync(string url)
        {
            foreach (var name in _round)
                (await TrySendAsync(url, name)).Should().BeTrue();
        }

        public void Dispose() => _http.Dispose();

        private async Task<bool> TrySendAsync(string url, string name)
        {
            using var body = new StringContent($$"""{"id":"{{name}}","level":"CRITICAL","n":"{{name}}"}""", Encoding.UTF8, "application/json");
            body.Headers.Add("X-Key", "s3cret");
            try
            {
                using var answer = await _http.PostAsync(new Uri($"{url}/ingest/storm"), body);
                answer.IsSuccessStatusCode.Should().BeTrue();
                _acknowledged.Add(name);
                return true;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }
}
