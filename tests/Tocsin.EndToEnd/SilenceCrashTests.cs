using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Xunit.Abstractions;

namespace Tocsin.EndToEnd;

/// <summary>
/// The server is killed between a silence, the end of an alert and the end of the silence, at another moment in each round. A few rounds, or as many as
/// <c>TOCSIN_SILENCE_ROUNDS</c> says.
/// </summary>
public sealed class SilenceCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int OfAKind = 4;

    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("TOCSIN_SILENCE_ROUNDS"), out var rounds) ? rounds : 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = Limit };
    private readonly Random _luck = new(14);
    private readonly Dictionary<string, List<(string Level, long At)>> _told = [];
    private readonly List<double> _late = [];
    private TocsinProcess _server = null!; // Set before the first round.
    private long _time = 1_700_000_000;

    [Fact]
    public async Task Whoever_was_told_of_a_problem_is_told_of_its_end_and_who_was_not_is_told_when_the_silence_ends()
    {
        using var sink = new HttpStandIn(Take);
        _folder.Write("server.yaml", "delivery:\n  first-pause: 5ms\n  longest-pause: 20ms\n");
        _folder.Write("load/tasks/calm.tick", """
            dbrp "db"."rp"
            stream|from().measurement('m').groupBy('id')|alert().crit(lambda: "v" > 0).id('{{ .Tags.id }}').details('').topic('calm')
            """);
        _folder.Write("load/handlers/pager.yaml", $"topic: calm\nid: pager\nkind: post\noptions: {{ url: '{sink.Url}' }}\n");
        _server = await StartAsync();
        try
        {
            for (var round = 0; round < Rounds; round++)
                await RoundAsync(round);
        }
        finally
        {
            _server.Dispose();
        }

        var lost = Ids("told").Concat(Ids("late")).Where(id => Of(id).Count == 0 || Of(id)[^1].Level != "OK").ToList();
        var wrong = Ids("never").Where(id => Of(id).Count > 0).ToList();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Rounds} rounds: {Rounds * OfAKind * 2} problems that were told, {lost.Count} ends lost, {wrong.Count} of {Rounds * OfAKind} told that were over; told after the end of a silence, or after the start: at most {_late.Max():N2} s, median {_late.Order().ElementAt(_late.Count / 2):N2} s"));
        lost.Should().BeEmpty("whoever was told of a problem is told of its end");
        wrong.Should().BeEmpty("nobody was told of the problem");
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    // Each step is done until it is acknowledged, and the server is killed in the midst of one of them, or between two.
    private async Task RoundAsync(int round)
    {
        DateTimeOffset ends = default;
        Func<Task>[] steps =
        [
            () => WriteAsync(round, "told", 1),
            () => Until(() => Kind(round, "told").All(id => Of(id).Count > 0)),
            () => SilenceAsync(round, "told", TimeProvider.System.GetUtcNow().AddHours(1)),
            () => SilenceAsync(round, "never", TimeProvider.System.GetUtcNow().AddHours(1)),
            () => SilenceAsync(round, "late", ends = TimeProvider.System.GetUtcNow().AddMilliseconds(_luck.Next(300, 2500))),
            () => WriteAsync(round, "late", 1),
            () => WriteAsync(round, "never", 1),
            () => WriteAsync(round, "told", 0),
            () => WriteAsync(round, "never", 0),
        ];
        var killed = _luck.Next(2, steps.Length + 1);
        for (var i = 0; i <= steps.Length; i++)
        {
            if (i == killed)
                await KillAsync(i < steps.Length ? steps[i] : () => Task.CompletedTask);
            if (i < steps.Length)
                await steps[i]();
        }

        var from = TimeProvider.System.GetUtcNow();
        await Until(() => Kind(round, "late").All(id => Of(id).Count > 0));
        var since = (ends > from ? ends : from).ToUnixTimeMilliseconds();
        _late.AddRange(Kind(round, "late").Select(id => Math.Max(0, Of(id)[0].At - since) / 1000.0));
        await SendAsync(HttpMethod.Delete, $"/tocsin/v1/silences/never-{round}", null);
        await WriteAsync(round, "late", 0);
        await Until(() => Kind(round, "told").Concat(Kind(round, "late")).All(id => Of(id)[^1].Level == "OK"));
        await SendAsync(HttpMethod.Delete, $"/tocsin/v1/silences/told-{round}", null);
    }

    private async Task KillAsync(Func<Task> step)
    {
        var under = step().ContinueWith(static done => done.Exception, TaskScheduler.Default); // It is done again; that it failed is what is tried.
        await Task.Delay(_luck.Next(0, 30));
        await _server.KillAsync();
        await under;
        _server.Dispose();
        _server = await StartAsync();
    }

    private Task<TocsinProcess> StartAsync() => TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--config", "server.yaml", "--load", "load");

    private async Task WriteAsync(int round, string kind, int value)
    {
        _time++;
        using var body = new StringContent(string.Join('\n', Kind(round, kind).Select(id => $"m,id={id} v={value} {_time}000000000")));
        using var answer = await _http.PostAsync(new Uri($"{_server.Url}/write?db=db&rp=rp"), body);
        answer.StatusCode.Should().Be(HttpStatusCode.NoContent);
    }

    private Task SilenceAsync(int round, string kind, DateTimeOffset until) => SendAsync(
        HttpMethod.Post, "/tocsin/v1/silences", JsonSerializer.Serialize(new { id = $"{kind}-{round}", matchers = new[] { $"alert_id=~{kind}-{round}-.*" }, until = until.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) }));

    private async Task SendAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, _server.Url + path) { Content = body is null ? null : new StringContent(body) };
        using var answer = await _http.SendAsync(request);
        answer.IsSuccessStatusCode.Should().BeTrue("{0}", await answer.Content.ReadAsStringAsync());
    }

    private static IEnumerable<string> Kind(int round, string kind) => Enumerable.Range(0, OfAKind).Select(i => $"{kind}-{round}-{i}");

    private static IEnumerable<string> Ids(string kind) => Enumerable.Range(0, Rounds).SelectMany(round => Kind(round, kind));

    private IReadOnlyList<(string Level, long At)> Of(string id)
    {
        lock (_told)
            return _told.TryGetValue(id, out var told) ? [.. told] : [];
    }

    private int Take(string body)
    {
        using var json = JsonDocument.Parse(body);
        var (id, level) = (json.RootElement.GetProperty("id").GetString() ?? "", json.RootElement.GetProperty("level").GetString() ?? "");
        lock (_told)
        {
            if (!_told.TryGetValue(id, out var told))
                _told.Add(id, told = []);
            told.Add((level, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));
        }

        return 200;
    }

    private static async Task Until(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition() && watch.Elapsed < Limit)
            await Task.Delay(5);
        condition().Should().BeTrue();
    }
}
