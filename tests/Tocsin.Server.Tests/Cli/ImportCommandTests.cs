using System.Text.Json;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Hosting;
using Tocsin.Sdk;
using Tocsin.Server.Cli;
using Tocsin.Server.Cli.Client;
using Tocsin.Server.Cli.Hosting;
using Tocsin.Server.Cli.Shadow;
using Tocsin.Server.Tests.Http;

namespace Tocsin.Server.Tests.Cli;

public sealed class ImportCommandTests : IAsyncLifetime, IDisposable
{
    private const string Script = "dbrp \"db\".\"rp\"\nstream|from().measurement('cpu').groupBy('h')|alert().id('{{ index .Tags \"h\" }}').crit(lambda: \"v\" > 1).stateChangesOnly().topic('cpu')";

    private readonly TempFolder _folder = new();

    // Set before every test.
    private ApiHost _source = null!;
    private ApiHost _target = null!;

    public async Task InitializeAsync() => (_source, _target) = (await ApiHost.StartAsync(), await ApiHost.StartAsync());

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _target.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_open_is_neither_forgotten_nor_raised_again()
    {
        await DefineAsync();
        await _source.WriteAsync("cpu,h=a v=5 1000000000\ncpu,h=b v=0 1000000000");

        var run = await ImportAsync();

        run.Exit.Should().Be(ExitCode.Found, run.Error);
        run.Out.Should().EndWith("1 task, 1 topic's states taken over; 1 not taken over: handler cpu/lg differs, left as it is here\n");
        run.Out.Should().Contain("imported  1 of 1 events, 1 open").And.MatchRegex("task +t +imported").And.MatchRegex("handler +cpu/lg +differs");
        await _target.WriteAsync("cpu,h=a v=5 2000000000");
        File.Exists(_folder.Of("target.log")).Should().BeFalse("the alert is known");
        await _target.WriteAsync("cpu,h=a v=0 3000000000");
        await Until.True(() => File.Exists(_folder.Of("target.log")) && File.ReadAllText(_folder.Of("target.log")).EndsWith('\n'));
        File.ReadAllText(_folder.Of("target.log")).Should().Contain("\"id\":\"a\"").And.Contain("\"level\":\"OK\",").And.Contain("\"previousLevel\":\"CRITICAL\"");
    }

    [Fact]
    public async Task A_second_run_changes_nothing()
    {
        await DefineAsync(isHandlerHere: false);
        await _source.SendAsync("POST", "/templates", """{"id":"tmpl","type":"stream","script":"var m = 'cpu'\nstream|from().measurement(m)"}""");
        await _source.SendAsync("POST", "/tasks", """{"id":"of","template-id":"tmpl","dbrps":[{"db":"db","rp":"rp"}],"vars":{"m":{"type":"string","value":"mem"}}}""");
        await _source.WriteAsync("cpu,h=a v=5 1000000000");
        await ImportAsync();
        var before = await StateAsync();

        var again = await ImportAsync();

        again.Exit.Should().Be(ExitCode.Ok);
        again.Out.Should().EndWith("nothing taken over, 5 the same here already; nothing left out\n");
        again.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).SkipLast(1).Should().HaveCount(5).And.OnlyContain(line => line.Contains(" same "));
        (await StateAsync()).Should().Be(before);
    }

    [Fact]
    public async Task What_is_here_and_says_something_else_is_left_alone_unless_it_is_to_be_replaced()
    {
        await _source.DefineAsync("t", "stream|from().measurement('a')");
        await _target.DefineAsync("t", "stream|from().measurement('b')");

        var run = await ImportAsync();

        run.Exit.Should().Be(ExitCode.Found);
        run.Out.Should().Contain("differs   other script; left as it is here");
        (await ImportAsync("--replace")).Out.Should().Contain("replaced");
        (await _target.SendAsync("GET", "/tasks/t")).At("script").Should().Contain("'a'");
    }

    [Fact]
    public async Task What_cannot_be_made_here_is_reported_and_keeps_nothing_else_from_being_made()
    {
        await _source.DisposeAsync();
        _source = await ApiHost.StartAsync(config: ConfigFile.Parse("f", "httppost: [{endpoint: e, url: 'http://127.0.0.1:1/'}]", _ => null));
        await _source.DefineAsync("bad", "stream|from()|httpPost().endpoint('e')", "enabled");
        await _source.DefineAsync("good", "stream|from()", "enabled");

        var list = _folder.Of("enabled.txt");
        var run = await ImportAsync("--json", "--enabled-list", list);

        run.Exit.Should().Be(ExitCode.Failed);
        File.ReadAllLines(list).Should().Equal("good");
        var results = JsonDocument.Parse(run.Out).RootElement.GetProperty("results").EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!, one => one);
        results["bad"].GetProperty("outcome").GetString().Should().Be("refused");
        results["bad"].GetProperty("why").GetString().Should().Contain("'e'");
        results["good"].GetProperty("outcome").GetString().Should().Be("imported");
        (await _target.SendAsync("GET", "/tasks/good")).At("executing").Should().Be("True");
    }

    [Fact]
    public async Task Later_states_hold_whoever_knows_them()
    {
        await _target.Engine.Alerts.Topics.ImportAsync("x", [("a", State(AlertLevel.Warning, 5)), ("b", State(AlertLevel.Warning, 5))]);

        (await _target.Engine.Alerts.Topics.ImportAsync("x", [("a", State(AlertLevel.Critical, 4)), ("b", State(AlertLevel.Critical, 6)), ("c", State(AlertLevel.Info, 1))])).Should().Be(2);

        _target.Engine.Alerts.Topics.ListEvents("x")!.Select(one => (one.Id, one.State.Level)).Should()
            .Equal(("a", AlertLevel.Warning), ("b", AlertLevel.Critical), ("c", AlertLevel.Info));
    }

    [Fact]
    public async Task Events_without_a_list_are_refused()
    {
        var reply = await _target.SendAsync("POST", "//tocsin/v1/topics/x/import", "{}");

        reply.Status.Should().Be(400);
        reply.Error.Should().Contain("events is a list");
    }

    [Theory]
    [InlineData("""{"id":"a"}""", "an event has an id and a state")]
    [InlineData("""{"id":"a","state":{"level":"LOUD"}}""", "LOUD")]
    [InlineData("""{"id":"a","state":{"level":"OK","time":"noon"}}""", "noon")]
    [InlineData("""{"id":"a","state":{"level":"OK","time":"2026-01-01T00:00:00Z","duration":"x"}}""", "duration")]
    public async Task A_state_that_cannot_be_read_is_left_out_and_reported(string one, string why)
    {
        var reply = await _target.SendAsync("POST", "//tocsin/v1/topics/x/import", $$"""{"events":[{{one}}]}""");

        reply.Status.Should().Be(200);
        reply.Json.GetProperty("refused-count").GetInt32().Should().Be(1);
        reply.Json.GetProperty("refused")[0].GetProperty("why").GetString().Should().Contain(why);
    }

    [Fact]
    public async Task A_shadow_needs_a_server() => (await RunAsync("shadow", _folder.Write("kapacitor.db", ""))).Error.Should().Contain("only a running Kapacitor can be shadowed");

    [Fact]
    public async Task A_shadow_says_where_alerts_differ_and_notifies_nobody()
    {
        await DefineAsync();
        var time = new FakeTime();
        var settings = new EngineSettings { Time = time };
        using var source = new ApiClient(ServerHttp.For(_source.Address));
        using var enough = new CancellationTokenSource();
        var told = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var run = new ShadowRun(source, settings, TimeSpan.FromMinutes(1), time, told.Enqueue);
        var running = run.RunAsync(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0), enough.Token);
        await Until.True(() => !told.IsEmpty || running.IsCompleted);

        // Only the Kapacitor gets this point.
        await _source.WriteAsync("cpu,h=a v=5 1000000000");
        await Until.True(() => run.Comparison.Differences(time.GetUtcNow()).Count > 0 || running.IsCompleted, time, TimeSpan.FromSeconds(10));
        await enough.CancelAsync();
        await running;

        run.Comparison.Differences(time.GetUtcNow()).Should().ContainSingle(one => one.Topic == "cpu")
            .Which.Should().BeEquivalentTo(new { Id = "a", Theirs = AlertLevel.Critical, Ours = AlertLevel.Ok });
        File.Exists(_folder.Of("source.log")).Should().BeTrue();
    }

    [Fact]
    public async Task A_shadow_asks_InfluxDBs_and_posts_to_nobody()
    {
        var reached = new Requests();
        using var http = new HttpClient(new ShadowHttp(reached, ["http://influx:8086"]));

        (await http.GetAsync(new Uri("http://influx:8086/query"))).StatusCode.Should().Be(System.Net.HttpStatusCode.Accepted);
        (await http.PostAsync(new Uri("http://hook/"), null)).StatusCode.Should().Be(System.Net.HttpStatusCode.OK);

        reached.Seen.Should().Equal("http://influx:8086/query");
    }

    [Fact]
    public void What_differs_only_for_a_while_does_not_count()
    {
        var comparison = new ShadowComparison(TimeSpan.FromMinutes(1));
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Dictionary<(string, string), AlertLevel> ok = [], critical = new() { [("t", "a")] = AlertLevel.Critical };

        comparison.Look(start, critical, ok);
        comparison.Look(start.AddSeconds(30), critical, critical);
        comparison.Look(start.AddSeconds(60), ok, critical);
        comparison.Look(start.AddSeconds(180), ok, ok);

        comparison.Differences(start.AddSeconds(200)).Should().Equal(
            new ShadowDifference("t", "a", start.AddSeconds(60), AlertLevel.Ok, AlertLevel.Critical) { Until = start.AddSeconds(180) });
        comparison.Should().BeEquivalentTo(new { Looks = 4, Alerts = 1 });
    }

    private async Task DefineAsync(bool isHandlerHere = true)
    {
        await HandlerAsync(_source, "source.log");
        if (isHandlerHere)
            await HandlerAsync(_target, "target.log");
        (await _source.SendAsync("POST", "/tasks", JsonSerializer.Serialize(new { id = "t", script = Script, status = "enabled" }))).Status.Should().Be(200);
    }

    private Task<ApiReply> HandlerAsync(ApiHost host, string file) =>
        host.SendAsync("POST", "/alerts/topics/cpu/handlers", JsonSerializer.Serialize(new { id = "lg", kind = "log", options = new { path = _folder.Of(file) } }));

    private async Task<string> StateAsync() =>
        (await _target.SendAsync("GET", "/tasks?fields=modified")).Text + (await _target.SendAsync("GET", "/templates?fields=modified")).Text + (await _target.SendAsync("GET", "/alerts/topics/cpu/events")).Text;

    private static EventState State(AlertLevel level, long time) => new() { Level = level, UnixNanoseconds = time, Message = "", Details = "" };

    private Task<(int Exit, string Out, string Error)> ImportAsync(params string[] further) => RunAsync(["import", _source.Address.ToString(), .. further]);

    private async Task<(int Exit, string Out, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exit = await CommandLine.RunAsync([.. args, "-url", _target.Address.ToString()], new Terminal(output, error, false, _ => null));
        return (exit, output.ToString(), error.ToString());
    }

    private sealed class Requests : HttpMessageHandler
    {
        public List<string> Seen { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Seen.Add(request.RequestUri!.ToString());
            return Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.Accepted));
        }
    }
}
