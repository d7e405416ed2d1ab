using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Xunit.Abstractions;

namespace Tocsin.EndToEnd;

/// <summary>A server with a journal is killed again and again, in a write and between two: what it tells is what one tells that nothing happened to.</summary>
public sealed class JournalCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int WritesBetween = 12;

    private static readonly string[] Groups = ["a", "b", "c"];
    private static readonly int Kills = LongForm.Of(4, 100);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>What follows the points of a group; each knows something of those before.</summary>
    private static readonly (string Name, string Chain, string Shown)[] Chains =
    [
        ("window", "|window().period(10s).every(5s)|mean('v').as('x')", "x"),
        ("count", "|window().periodCount(7).everyCount(3)|sum('v').as('x')", "x"),
        ("state-count", "|stateCount(lambda: \"v\" > 40)", "state_count"),
        ("state-duration", "|stateDuration(lambda: \"v\" > 40)", "state_duration"),
        ("derivative", "|derivative('v').as('x')", "x"),
        ("difference", "|difference('v').as('x')", "x"),
        ("moving", "|movingAverage('v', 4).as('x')", "x"),
        ("sum", "|cumulativeSum('v').as('x')", "x"),
        ("change", "|eval(lambda: \"v\" > 40).as('x')|changeDetect('x')", "x"),
        ("sample", "|sample(3)", "v"),
        ("lambda", "|eval(lambda: float(count()) + spread(\"v\")).as('x')", "x"),
    ];

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = Limit };
    private readonly Random _luck = new(16);

    [Fact]
    public async Task What_is_told_after_kills_is_what_an_undisturbed_server_tells()
    {
        var told = new Told();
        var taken = new List<string>();
        var acknowledged = 0;
        using (var sink = new HttpStandIn(told.Take))
        {
            Prepare("killed", sink.Url);
            var server = await StartAsync("killed");
            try
            {
                for (var i = 0; i < Kills * WritesBetween; i++)
                {
                    var write = Write(i);
                    taken.Add(write);
                    if (i % WritesBetween < WritesBetween - 1)
                    {
                        await SendAsync(server, write);
                        acknowledged++;
                        continue;
                    }

                    var last = SendAsync(server, write);
                    await Task.WhenAny(last, Task.Delay(_luck.Next(0, 12)));
                    await server.KillAsync();
                    acknowledged += await last.ContinueWith(static done => done.IsCompletedSuccessfully, TaskScheduler.Default) ? 1 : 0;
                    server.Dispose();
                    server = await StartAsync("killed");
                }

                await DeliveredAsync(server);
            }
            finally
            {
                server.Dispose();
            }
        }

        // A write that was cut off is in the journal as a whole or not at all, which its mark tells.
        var known = taken.Where((_, i) => told.Marks.Contains(Mark(i))).ToList();
        known.Should().HaveCountGreaterThanOrEqualTo(acknowledged).And.HaveCountLessThanOrEqualTo(taken.Count);
        var expected = await UndisturbedAsync(known);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Kills} kills: {told.Count} events of {told.ById.Count} alerts, {taken.Count} writes of which {acknowledged} were acknowledged and {known.Count} taken"));
        expected.ById.Should().HaveCount((Chains.Length + 3) * Groups.Length);
        told.ById.Keys.Should().BeEquivalentTo(expected.ById.Keys);
        foreach (var (id, events) in expected.ById)
            told.ById[id].Should().Equal(events, "'{0}' is told as it is without kills", id);
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task<Told> UndisturbedAsync(IEnumerable<string> writes)
    {
        var told = new Told();
        using var sink = new HttpStandIn(told.Take);
        Prepare("calm", sink.Url);
        using var server = await StartAsync("calm");
        foreach (var write in writes)
            await SendAsync(server, write);
        await DeliveredAsync(server);
        return told;
    }

    private void Prepare(string name, string sink)
    {
        _folder.Write($"{name}/server.yaml", "journal: { enabled: true }\nstate: { every: 1s }\ndelivery: { first-pause: 5ms, longest-pause: 20ms }\n");
        _folder.Write($"{name}/load/handlers/pager.yaml", $"topic: all\nid: pager\nkind: post\noptions: {{ url: '{sink}' }}\n");
        foreach (var (task, chain, shown) in Chains)
            Task(task, $"stream|from().measurement('m').groupBy('g'){chain}", $"{{{{ index .Fields \"{shown}\" }}}}", ".info(lambda: TRUE)");
        Task("join", "var a = stream|from().measurement('ma').groupBy('g')\nvar b = stream|from().measurement('mb').groupBy('g')\na|join(b).as('a', 'b').tolerance(2s)", "{{ index .Fields \"a.v\" }} {{ index .Fields \"b.v\" }}", ".info(lambda: TRUE)");
        Task("union", "var a = stream|from().measurement('ma').groupBy('g')\nvar b = stream|from().measurement('mb').groupBy('g')\na|union(b)", "{{ index .Fields \"v\" }}", ".info(lambda: TRUE)");
        Task("level", "stream|from().measurement('m').groupBy('g')", "{{ .Level }} for {{ .Duration }}", ".crit(lambda: \"v\" > 60).warn(lambda: \"v\" > 30).flapping(0.2, 0.7).history(6).stateChangesOnly(20s)");
        Task("mark", "stream|from().measurement('mark').groupBy('g')", "", ".info(lambda: TRUE)");

        void Task(string task, string chain, string message, string properties) => _folder.Write(
            $"{name}/load/tasks/{task}.tick", $"dbrp \"db\".\"rp\"\n{chain}|alert(){properties}.id('{task} {{{{ index .Tags \"g\" }}}}').message('{message}').details('').topic('all')\n");
    }

    private Task<TocsinProcess> StartAsync(string name) =>
        TocsinProcess.ServeAsync(_folder.Of(name), "--data", "data", "--config", "server.yaml", "--load", "load");

    // Always the same for a number.
    private static string Write(int number)
    {
        var values = new Random(number);
        var lines = new StringBuilder();
        for (var second = number * 2; second < (number * 2) + 2; second++)
        {
            foreach (var group in Groups)
            {
                foreach (var measurement in new[] { "m", "ma", "mb" })
                    lines.Append(CultureInfo.InvariantCulture, $"{measurement},g={group} v={values.Next(0, 1000) / 10.0} {1_700_000_000 + second}000000000\n");
            }
        }

        return lines.Append(CultureInfo.InvariantCulture, $"mark,g={number} v=1 {1_700_000_000 + (number * 2)}000000000\n").ToString();
    }

    private static string Mark(int number) => string.Create(CultureInfo.InvariantCulture, $"mark {number}");

    private async Task SendAsync(TocsinProcess server, string lines)
    {
        using var body = new StringContent(lines);
        using var answer = await _http.PostAsync(new Uri($"{server.Url}/kapacitor/v1/write?db=db&rp=rp"), body);
        answer.StatusCode.Should().Be(HttpStatusCode.NoContent);
    }

    private async Task DeliveredAsync(TocsinProcess server)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            using var status = JsonDocument.Parse(await _http.GetStringAsync(new Uri($"{server.Url}/tocsin/v1/status")));
            if (status.RootElement.GetProperty("handlers").EnumerateArray().All(handler => handler.GetProperty("owed").GetInt64() == 0))
                return;
            watch.Elapsed.Should().BeLessThan(Limit, "all that is owed is delivered");
            await Task.Delay(20);
        }
    }

    /// <summary>What arrived for each alert, in its order: what is delivered twice counts once.</summary>
    private sealed class Told
    {
        public Dictionary<string, List<string>> ById { get; } = [];

        public HashSet<string> Marks { get; } = [];

        public int Count => ById.Values.Sum(events => events.Count);

        public int Take(string body)
        {
            using var json = JsonDocument.Parse(body);
            var id = json.RootElement.GetProperty("id").GetString() ?? "";
            if (id.StartsWith("mark ", StringComparison.Ordinal))
            {
                Marks.Add(id);
                return 200;
            }

            var said = string.Join(' ', new[] { "time", "previousLevel", "level", "duration", "message" }.Select(name => json.RootElement.GetProperty(name).ToString()));
            if (!ById.TryGetValue(id, out var events))
                ById.Add(id, events = []);
            if (!events.Contains(said))
                events.Add(said);
            return 200;
        }
    }
}
