using System.Diagnostics;
using System.Text.Json;
using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Arrivals;
using Tocsin.Pipelines.Functions;
using Tocsin.Pipelines.Processing;
using Tocsin.Sdk.Functions;
using Tocsin.Server.Http.Status;

namespace Tocsin.Server.Tests.Http;

public sealed class StatusApiTests : IAsyncLifetime
{
    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync() => _api = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task A_healthy_server_needs_no_attention()
    {
        await _api.DefineAsync("t", "stream|from().measurement('m')|alert().id('{{ .Name }}').crit(lambda: \"v\" > 1).topic('sys')", "enabled");
        await _api.DefineAsync("off", "stream|from()");
        await _api.SendAsync("POST", "/alerts/topics/sys/handlers", """{"id":"digest","kind":"aggregate","options":{"topic":"digest","interval":"1h"}}""");
        await _api.SendAsync("POST", "/alerts/topics/digest/handlers", """{"id":"h","kind":"post","options":{"url":"http://127.0.0.1:1/"}}""");
        await _api.WriteAsync("m v=5 1000000000\nn v=5 1000000000");

        var status = await _api.SendAsync("GET", "//tocsin/v1/status");

        status.At("attention").Should().Be("[]");
        (status.At("server.points"), status.At("server.storage-error")).Should().Be(("2", ""));
        int.Parse(status.At("server.database-version")).Should().BePositive();
        DateTimeOffset.Parse(status.At("server.up-since")).Should().BeBefore(DateTimeOffset.Parse(status.At("server.now")));
        (status.At("tasks.0.id"), status.At("tasks.0.state"), status.At("tasks.0.entered")).Should().Be(("t", "running", "1"));
        (status.At("tasks.0.lag.batches"), status.At("tasks.0.last-error")).Should().Be(("0", ""));
        (status.At("tasks.1.id"), status.At("tasks.1.state")).Should().Be(("off", "disabled"));
        (status.At("topics.0.topic"), status.At("topics.0.level"), status.At("topics.0.events.critical"), status.At("topics.0.collected"))
            .Should().Be(("sys", "CRITICAL", "1", "1"));
        status.At("dead-letters").Should().Be("0");
    }

    [Fact]
    public async Task A_configured_function_that_does_not_answer_needs_attention_without_any_task()
    {
        await _api.Engine.Extensions.ChangeAsync(now => now.WithProcesses([], [], new Dictionary<string, string> { ["f"] = "it is away" }));

        var status = await _api.SendAsync("GET", "//tocsin/v1/status");

        status.At("attention.0").Should().Be("1 function of another process not answering");
        (status.At("silent-functions.0.name"), status.At("silent-functions.0.error")).Should().Be(("f", "it is away"));
    }

    [Fact]
    public void A_source_that_is_silent_is_named()
    {
        var report = new StatusReader(_api.Engine, reloader: null, openness: "").Read() with
        {
            Blind = [new BlindSource("measurement cpu of telegraf.autogen", "blind:telegraf.autogen:cpu", DateTimeOffset.UnixEpoch, ["t"]), new BlindSource("mem", "blind:mem", null, [])],
        };
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
            StatusJson.Write(writer, report);

        var sources = JsonDocument.Parse(text.ToArray()).RootElement.GetProperty("blind-sources");

        (sources.GetArrayLength(), sources[0].GetProperty("source").GetString()).Should().Be((2, "measurement cpu of telegraf.autogen"));
    }

    [Fact]
    public async Task A_node_that_fails_is_told_with_its_place_in_the_script()
    {
        await _api.DefineAsync("calm", "stream|from()", "enabled");
        await _api.DefineAsync("t", "stream\n    |from()\n    |eval(lambda: \"v\" * 2.0)\n        .as('x')", "enabled");
        await _api.WriteAsync("m v=5i 1000000000");

        var status = await _api.SendAsync("GET", "//tocsin/v1/status");

        status.At("attention.0").Should().Be("1 task erring");
        (status.At("tasks.0.id"), status.At("tasks.0.state"), status.At("tasks.0.errors")).Should().Be(("t", "erring", "1"));
        (status.At("tasks.0.last-error.node"), status.At("tasks.0.last-error.line"), status.At("tasks.0.last-error.char")).Should().Be(("eval2", "3", "6"));
        status.At("tasks.0.last-error.error").Should().Contain("mismatched type");
    }

    [Theory]
    [InlineData(7, "[]", "running", "0")]
    [InlineData(8, "1 task crowded", "crowded", "0")]
    [InlineData(11, "1 task erring", "erring", "1")]
    public async Task Groups_that_near_their_limit_are_told_and_so_are_those_that_are_refused(int groups, string attention, string state, string refused)
    {
        await using var api = await ApiHost.StartAsync(new EngineSettings { Groups = new GroupOptions { Limit = 10 } });
        await api.DefineAsync("t", "stream|from().measurement('m').groupBy('h')", "enabled");
        await api.DefineAsync("z", "stream|from().measurement('m')", "enabled");
        await api.WriteAsync(string.Join('\n', Enumerable.Range(0, groups).Select(i => $"m,h=h{i} v=1 1000000000")));

        var status = await api.SendAsync("GET", "//tocsin/v1/status");

        status.At("attention").Should().Contain(attention);
        (status.At("tasks.0.id"), status.At("tasks.0.state"), status.At("tasks.1.state")).Should().Be(("t", state, "running"));
        (status.At("tasks.0.groups.count"), status.At("tasks.0.groups.limit"), status.At("tasks.0.groups.refused")).Should().Be(($"{Math.Min(groups, 10)}", "10", refused));
        if (groups >= 8)
            status.At("tasks.0.error").Should().Contain("groups.limit");
    }

    [Fact]
    public async Task Series_that_near_their_limit_are_told_and_so_is_that_all_were_learned_again()
    {
        await using var api = await ApiHost.StartAsync(new EngineSettings { Limits = new LimitsOptions { Series = 10 } });
        await api.WriteAsync(string.Join('\n', Enumerable.Range(0, 9).Select(i => $"m,h=h{i} v=1 1000000000")));
        (await api.SendAsync("GET", "//tocsin/v1/status")).At("attention.0").Should().Be("series near their limit");

        await api.WriteAsync("m,h=x v=1 1000000000\nm,h=y v=1 1000000000");

        var status = await api.SendAsync("GET", "//tocsin/v1/status");
        status.At("attention.0").Should().Be("too many series, which are learned again");
        (status.At("server.series.count"), status.At("server.series.limit"), status.At("server.series.restarts")).Should().Be(("1", "10", "1"));
        status.At("server.series.last-restart").Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_task_that_was_changed_and_still_runs_as_before_is_told_until_it_is_enabled()
    {
        await _api.DefineAsync("t", "stream|from().measurement('m')", "enabled");

        var changed = await _api.SendAsync("PATCH", "/tasks/t", "{\"script\":\"stream|from().measurement('n')\"}");
        (changed.At("warnings.0.code"), changed.At("warnings.0.message")).Should().Be(("TS3210", "task 't' still runs as it was defined before this change"));
        changed.At("warnings.0.hint").Should().Contain("tocsin enable t");
        var status = await _api.SendAsync("GET", "//tocsin/v1/status");
        status.At("attention.0").Should().Be("1 task outdated");
        (status.At("tasks.0.state"), status.At("tasks.0.error")).Should().Be(("outdated", "the task was changed and still runs as before: tocsin enable t"));

        var enabled = await _api.SendAsync("PATCH", "/tasks/t", "{\"status\":\"enabled\"}");
        enabled.Text.Should().NotContain("warnings");
        (await _api.SendAsync("GET", "//tocsin/v1/status")).At("attention").Should().Be("[]");
    }

    [Fact]
    public async Task A_task_that_runs_with_a_function_that_is_gone_is_told()
    {
        var functions = FoundFunctions.FromTypes([typeof(StatusApiTests)], "acme").Functions;
        await _api.Engine.Extensions.ChangeAsync(now => now.WithFunctions([], functions, []));
        await _api.DefineAsync("t", "stream|from()|alert().crit(lambda: twice(\"v\") > 2.0)|httpOut('x')", "enabled");
        (await _api.SendAsync("GET", "//tocsin/v1/status")).At("attention").Should().Be("[]");

        await _api.Engine.Extensions.ChangeAsync(now => now.WithFunctions(functions, [], []));

        var status = await _api.SendAsync("GET", "//tocsin/v1/status");
        (status.At("attention.0"), status.At("tasks.0.state")).Should().Be(("1 task outdated", "outdated"));
        status.At("tasks.0.error").Should().Be(
            "the task goes on with function 'twice' of 'acme' as before: removed, or the script does not fit the new version; see the log");
    }

    [Fact]
    public async Task Handlers_that_fail_stand_before_those_that_do_not()
    {
        await DefineHandlerAsync("down", null);
        await DefineHandlerAsync("wrong", "/nowhere");
        await _api.DefineAsync("t", "stream|from()|alert().crit(lambda: \"v\" > 1).topic('sys')", "enabled");
        await _api.WriteAsync("m v=5 1000000000");

        var status = await PollAsync(reply => reply.At("dead-letters") != "0" && reply.At("handlers.0.failing-since").Length > 0);

        (status.At("handlers.0.handler"), status.At("handlers.0.state"), status.At("handlers.0.owed")).Should().Be(("sys/down", "failing", "1"));
        status.At("handlers.0.last-error").Should().Contain("127.0.0.1:1");
        status.Json.GetProperty("attention").EnumerateArray().Select(text => text.GetString()).Should().Contain("1 handler failing");
        status.Json.GetProperty("attention").EnumerateArray().Last().GetString().Should().MatchRegex("^1 dead letter$");
    }

    [Fact]
    public async Task A_handler_that_was_only_ever_refused_needs_attention_with_the_reason()
    {
        await DefineHandlerAsync("wrong", "/nowhere");
        await _api.DefineAsync("t", "stream|from()|alert().crit(lambda: \"v\" > 1).topic('sys')", "enabled");
        await _api.WriteAsync("m v=5 1000000000");

        var status = await PollAsync(reply => reply.At("dead-letters") == "1");

        (status.At("handlers.0.handler"), status.At("handlers.0.state")).Should().Be(("sys/wrong", "refused"));
        status.At("handlers.0.error").Should().Contain("404");
        status.Json.GetProperty("attention").EnumerateArray().Select(text => text.GetString()).Should().Contain("1 handler refused");
    }

    [Fact]
    public async Task A_match_that_fails_for_every_event_needs_attention_with_the_reason()
    {
        await _api.SendAsync("POST", "/alerts/topics/sys/handlers", """{"id":"h","kind":"post","match":"\"nosuch\" == 'x'","options":{"url":"http://127.0.0.1:1/"}}""");
        await _api.SendAsync("POST", "/alerts/topics/sys/handlers", """{"id":"p","kind":"publish","match":"\"nosuch\" == 'x'","options":{"topics":["other"]}}""");
        await _api.SendAsync("POST", "/alerts/topics/other/handlers", """{"id":"h","kind":"post","options":{"url":"http://127.0.0.1:1/"}}""");
        await _api.DefineAsync("t", "stream|from()|alert().crit(lambda: \"v\" > 1).topic('sys')", "enabled");
        await _api.WriteAsync("m v=5 1000000000\nm v=6 2000000000");

        var status = await _api.SendAsync("GET", "//tocsin/v1/status");

        status.Json.GetProperty("attention").EnumerateArray().Select(text => text.GetString()).Should().Contain("2 handlers match-fails");
        (status.At("handlers.0.handler"), status.At("handlers.0.state"), status.At("handlers.0.match-failures")).Should().Be(("sys/h", "match-fails", "2"));
        status.At("handlers.0.error").Should().StartWith("the match expression failed for all 2 events, which were dropped: ").And.Contain("nosuch");
        status.At("handlers.1.handler").Should().Be("sys/p");
    }

    [Fact]
    public async Task A_handler_that_cannot_deliver_needs_attention_with_the_reason_before_there_is_an_alert()
    {
        await _api.SendAsync("POST", "/alerts/topics/sys/handlers", """{"id":"h","kind":"post","options":{"endpoint":"nope"}}""");
        await _api.SendAsync("POST", "/alerts/topics/sys/handlers", """{"id":"p","kind":"publish","options":{"topics":["silent"]}}""");

        var status = await _api.SendAsync("GET", "//tocsin/v1/status");

        status.At("attention.0").Should().Be("2 handlers cannot-deliver");
        (status.At("handlers.0.handler"), status.At("handlers.0.state")).Should().Be(("sys/h", "cannot-deliver"));
        status.At("handlers.0.error").Should().Contain("there is no httppost endpoint 'nope'");
        status.At("handlers.1.error").Should().Be("handler 'p' publishes to the topic 'silent', and no handler listens there");
    }

    [Fact]
    public async Task A_source_whose_requests_are_all_refused_needs_attention_with_the_reason_and_no_secret()
    {
        await _api.SendAsync("POST", "//tocsin/v1/sources", "id: g\nkind: generic\ntopic: t\nauth: { query: { k: s3cret }, bearer: other }\noptions: { id: $.id, level: $.level }");
        await _api.SendAsync("POST", "//ingest/g?k=guess", "{}");

        var status = await _api.SendAsync("GET", "//tocsin/v1/status");

        status.Json.GetProperty("attention").EnumerateArray().Select(text => text.GetString()).Should()
            .Contain("1 source refusing all requests").And.Contain("1 source whose topic has no handler");
        status.At("sources.0.refusing").Should().Be("True");
        status.At("sources.0.last-error").Should().Be("the parameter 'k' of the address is wrong");
        status.Text.Should().NotContain("s3cret").And.NotContain("guess");
    }

    [Fact]
    public async Task A_task_whose_alerts_reach_nobody_needs_attention_until_somebody_listens()
    {
        await _api.DefineAsync("t", "stream|from()|alert().crit(lambda: \"v\" > 1).topic('silent')", "enabled");

        var status = await _api.SendAsync("GET", "//tocsin/v1/status");
        status.At("attention.0").Should().Be("1 task whose alerts reach no one or cannot be delivered");
        status.At("tasks.0.warnings.0").Should().Be("alert: no handler listens to the topic 'silent': its alerts reach nobody");

        await _api.SendAsync("POST", "/alerts/topics/silent/handlers", """{"id":"digest","kind":"aggregate","options":{"topic":"digest","interval":"1h"}}""");
        await _api.SendAsync("POST", "/alerts/topics/digest/handlers", """{"id":"h","kind":"post","options":{"url":"http://127.0.0.1:1/"}}""");
        (await _api.SendAsync("GET", "//tocsin/v1/status")).At("attention").Should().Be("[]");
    }

    [Fact]
    public async Task What_a_script_is_warned_of_is_in_the_status_too()
    {
        await _api.DefineAsync("t", "stream|from().groupBy('host')|alert().id('cpu').crit(lambda: \"v\" > 1)|httpOut('x')", "enabled");

        var status = await _api.SendAsync("GET", "//tocsin/v1/status");

        status.At("attention.0").Should().Be("1 task with warnings about the script");
        status.At("tasks.0.warnings.0").Should().StartWith("alert: the id does not name 'host'");
    }

    [Fact]
    public async Task A_handler_of_a_script_that_cannot_deliver_is_not_ok()
    {
        await _api.DefineAsync("t", "stream|from()|alert().crit(lambda: \"v\" > 1).log('/tmp/x').post().endpoint('nope')", "enabled");

        var status = await _api.SendAsync("GET", "//tocsin/v1/status");

        status.At("handlers.0.handler").Should().MatchRegex("^main:t:alert2/#post:nope-[0-9a-f]{6}$");
        status.At("handlers.0.state").Should().Be("cannot-deliver");
        status.At("handlers.0.error").Should().Contain("there is no httppost endpoint 'nope'");
        status.At("handlers.1.handler").Should().MatchRegex("^main:t:alert2/#log:x-[0-9a-f]{6}$");
        status.At("handlers.1.state").Should().Be("ok");
    }

    [Fact]
    public async Task A_handler_that_delivers_again_shows_no_error_beside_ok()
    {
        await DefineHandlerAsync("h", "/kapacitor/v1/nope");
        await _api.DefineAsync("t", "stream|from()|alert().id('{{ .Name }}').crit(lambda: \"v\" > 1).topic('sys')", "enabled");
        await _api.WriteAsync("m v=5 1000000000");
        await PollAsync(status => status.At("handlers.0.failed") != "0");
        await _api.SendAsync("PUT", "/alerts/topics/sys/handlers/h", $$$"""{"id":"h","kind":"post","options":{"url":"{{{_api.Address}}}kapacitor/v1/sideload/reload"}}""");
        await _api.WriteAsync("m v=0 2000000000");

        var status = await PollAsync(status => status.At("handlers.0.state") == "ok");

        status.At("handlers.0.error").Should().BeEmpty();
    }

    private async Task DefineHandlerAsync(string id, string? path)
    {
        var url = path is null ? "http://127.0.0.1:1/" : _api.Address + path.TrimStart('/');
        var handler = $$$"""{"id":"{{{id}}}","kind":"post","options":{"url":"{{{url}}}"}}""";
        (await _api.SendAsync("POST", "/alerts/topics/sys/handlers", handler)).Status.Should().Be(200);
    }

    private async Task<ApiReply> PollAsync(Func<ApiReply, bool> isThere)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var reply = await _api.SendAsync("GET", "//tocsin/v1/status");
            if (isThere(reply))
                return reply;
            clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(30), "the status must come to it, but is still {0}", reply.Text);
        }
    }

    [LambdaFunction("twice")]
    internal static double Twice(double value) => 2 * value;
}
