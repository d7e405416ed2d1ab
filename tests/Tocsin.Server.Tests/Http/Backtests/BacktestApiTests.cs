using System.Text.Json;

namespace Tocsin.Server.Tests.Http.Backtests;

/// <summary>A script that is not defined yet is put through past data, and nobody hears of it.</summary>
public sealed class BacktestApiTests : IAsyncLifetime
{
    private const string Script = """
        stream
            |from().measurement('cpu').groupBy('host')
            |alert().id('{{ index .Tags "host" }}').crit(lambda: "idle" < 10).topic('cpu').exec('/bin/false')
        """;

    private const string Data = "cpu,host=a idle=5 1000000000\ncpu,host=b idle=50 2000000000\ncpu,host=a idle=50 3000000000\n";

    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync() => _api = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task A_script_is_put_through_data_and_leaves_nothing_behind()
    {
        var reply = await RunAsync(new { script = Script, data = Data });

        reply.Status.Should().Be(200, reply.Text);
        var changes = reply.Json.GetProperty("script").GetProperty("changes").EnumerateArray().Select(change => $"{change.GetProperty("id")} {change.GetProperty("time")} {change.GetProperty("level")}");
        changes.Should().Equal("a 1970-01-01T00:00:01Z CRITICAL", "a 1970-01-01T00:00:03Z OK");
        reply.Json.GetProperty("script").GetProperty("notifications")[0].GetProperty("handler").GetString().Should().StartWith("script/alert2/exec");
        reply.Json.GetProperty("script").GetProperty("notifications")[0].GetProperty("count").GetInt32().Should().Be(2);
        reply.Json.GetProperty("stats").GetProperty("node-stats").GetProperty("alert2").GetProperty("crits_triggered").GetInt64().Should().Be(1);
        _api.Engine.Tasks.Tasks.Should().BeEmpty();
        (await _api.SendAsync("GET", "//tocsin/v1/deliveries")).Text.Should().NotContain("exec");
        (await _api.SendAsync("GET", "/alerts/topics")).Text.Should().NotContain("\"cpu\"");
    }

    [Fact]
    public async Task A_change_of_a_task_is_compared_with_what_runs()
    {
        (await _api.DefineAsync("cpu", Script, "enabled")).Status.Should().Be(200);
        var changed = Script.Replace("< 10", "< 60", StringComparison.Ordinal);

        var reply = await RunAsync(new { id = "cpu", script = changed, against = Script, data = Data });

        reply.Status.Should().Be(200, reply.Text);
        reply.Json.GetProperty("new").GetInt32().Should().Be(1, "b is an alert of the new one only");
        reply.Json.GetProperty("against").GetProperty("problems").GetInt32().Should().Be(1);
        _api.Engine.Tasks.Find("cpu")!.Script.Should().Be(Script);
        (await RunAsync(new { id = "cpu", data = Data })).Json.GetProperty("script").GetProperty("problems").GetInt32().Should().Be(1, "without a script it is the task's own");
    }

    [Fact]
    public async Task A_change_of_variables_is_compared_with_those_that_are_saved()
    {
        const string Template = "var crit = 10\nstream|from().measurement('cpu').groupBy('host')|alert().id('{{ index .Tags \"host\" }}').crit(lambda: \"idle\" < crit)";
        (await _api.SendAsync("POST", "/templates", JsonSerializer.Serialize(new { id = "limit", type = "stream", script = Template }))).Status.Should().Be(200);
        (await _api.SendAsync("POST", "/tasks", """{"id":"web","template-id":"limit","dbrps":[{"db":"db","rp":"rp"}],"vars":{"crit":{"type":"int","value":7}}}""")).Status.Should().Be(200);

        var reply = await RunAsync(new { id = "web", vars = new { crit = new { type = "int", value = 60 } }, against = new { id = "web" }, data = Data });

        reply.Status.Should().Be(200, reply.Text);
        reply.Json.GetProperty("new").GetInt32().Should().Be(1, "b is below 60 and not below 7");
        reply.Json.GetProperty("against").GetProperty("problems").GetInt32().Should().Be(1);
        (await RunAsync(new { id = "web", against = new { id = "wbe" }, data = Data })).Should().Match<ApiReply>(refused => refused.Status == 404 && refused.Error.Contains("did you mean 'web'?"));
        (await RunAsync(new { id = "web", against = new { id = "web", status = "enabled" }, data = Data })).Error.Should().Contain("has no status");
        (await RunAsync(new { id = "web", against = 5, data = Data })).Error.Should().Contain("against is a string");
    }

    [Fact]
    public async Task What_is_wrong_with_the_script_the_data_or_the_request_is_said()
    {
        var wrong = await RunAsync(new { script = "stream\n    |from().measurment('cpu')", data = Data });
        wrong.Status.Should().Be(400);
        wrong.Json.GetProperty("diagnostics")[0].GetProperty("line").GetInt32().Should().Be(2);

        var lines = await RunAsync(new { script = Script, data = "cpu,host=a idle=5 1000000000\nno point\n" });
        lines.Status.Should().Be(200, lines.Text);
        lines.Json.GetProperty("bad-lines")[0].GetProperty("line").GetInt32().Should().Be(2);

        (await RunAsync(new { script = Script, data = "mem idle=5 1000000000\n" })).Json.GetProperty("warnings")[0].GetProperty("message").GetString().Should().Contain("no point got past it");
        (await RunAsync(new { script = Script })).Error.Should().Contain("say which data");
        (await RunAsync(new { script = Script, data = Data, recording = "x" })).Error.Should().Contain("one of these");
        (await RunAsync(new { data = Data })).Error.Should().Contain("say which script");
        (await RunAsync(new { script = Script, recording = "x" })).Should().Match<ApiReply>(reply => reply.Status == 404 && reply.Error.Contains("no recording 'x'"));
        (await RunAsync(new { id = "cqu", data = Data })).Should().Match<ApiReply>(reply => reply.Status == 404 && reply.Error.Contains("no task 'cqu'"));
        (await RunAsync(new { script = Script, from = "2026-01-01T00:00:00Z" })).Error.Should().Contain("the configuration of this server has none");
        (await RunAsync(new { script = Script, from = "2026-01-02T00:00:00Z", to = "2026-01-01T00:00:00Z" })).Error.Should().Contain("must be later");
        (await RunAsync(new { script = "batch|query('SELECT v FROM telegraf.autogen.m').period(1m).every(1m)|alert()", data = Data })).Error.Should().Contain("it is a batch script");
        (await RunAsync(new { script = Script, data = Data, status = "enabled" })).Error.Should().Contain("has no status");
    }

    [Fact]
    public async Task Several_at_once_take_turns()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RunAsync(new { script = Script, data = Data })));

        replies.Should().OnlyContain(reply => reply.Status == 200);
    }

    private Task<ApiReply> RunAsync(object body) => _api.SendAsync("POST", "//tocsin/v1/backtest", JsonSerializer.Serialize(body));
}
