using System.Text.Json;
using Tocsin.Server.Cli;
using Tocsin.Server.Cli.Hosting;
using Tocsin.Server.Tests.Http;

namespace Tocsin.Server.Tests.Cli;

public sealed class ImportOfOddAnswersTests : IAsyncLifetime
{
    private const string Script = """stream\n    |from()\n        .measurement('cpu')\n""";

    // Set before every test.
    private KapacitorStandIn _source = null!;
    private ApiHost _target = null!;

    public async Task InitializeAsync() => (_source, _target) = (await KapacitorStandIn.StartAsync(), await ApiHost.StartAsync());

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _target.DisposeAsync();
    }

    [Fact]
    public async Task What_fails_at_the_source_is_named_with_its_address_and_keeps_nothing_else_from_being_taken_over()
    {
        _source.Have(("a", Task("a")), ("b", """{"id":"""), ("c", Task("c")));
        _source.Answers["/tasks/a"] = (500, """{"error":"boltdb: database not open"}""");
        _source.Answers["/templates"] = (500, """{"error":"no templates today"}""");

        var (exit, results) = await ImportAsync();

        exit.Should().Be(ExitCode.Failed);
        results["template *"].Should().Be(("refused", $"GET {_source.Url}/kapacitor/v1/templates: no templates today"));
        results["task a"].Should().Be(("refused", $"GET {_source.Url}/kapacitor/v1/tasks/a: boltdb: database not open"));
        results["task b"].Outcome.Should().Be("refused");
        results["task b"].Why.Should().Contain($"{_source.Url}/kapacitor/v1/tasks/b is not understood");
        results["task c"].Outcome.Should().Be("imported");
        (await _target.SendAsync("GET", "/tasks/c")).Status.Should().Be(200);
    }

    [Fact]
    public async Task What_was_taken_over_is_listed_when_the_source_goes_away()
    {
        var tasks = Enumerable.Range(0, 6).Select(i => ($"t{i}", Task($"t{i}"))).ToArray();
        _source.Have(tasks);
        foreach (var i in Enumerable.Range(1, 5))
            _source.Cut.Add($"/tasks/t{i}");

        var (exit, results) = await ImportAsync();

        exit.Should().Be(ExitCode.Failed);
        results.Keys.Where(key => key.StartsWith("task", StringComparison.Ordinal)).Should().Equal(["task t0", "task t1", "task t2", "task t3"], "three without an answer are enough");
        results["task t0"].Outcome.Should().Be("imported");
        results["task t1"].Why.Should().Contain(_source.Url).And.NotContain("tocsin serve").And.NotContain("..");
        _error.Should().Contain("given up after 3 requests");
    }

    [Fact]
    public async Task An_odd_event_does_not_refuse_the_others_of_its_topic()
    {
        _source.Answers["/alerts/topics"] = (200, """{"topics":[{"id":"x","events-link":{"href":"/kapacitor/v1/alerts/topics/x/events"},"handlers-link":{"href":"/kapacitor/v1/alerts/topics/x/handlers"}}]}""");
        _source.Answers["/alerts/topics/x/events"] = (200, """
            {"events":[{"id":"odd","state":{"level":"FOO","time":"2026-01-01T00:00:00Z"}},{"id":"none"},
            {"id":"good","state":{"level":"CRITICAL","time":"2026-01-01T00:00:00Z","duration":"1m0s","message":"m","details":""}}]}
            """);

        var (exit, results) = await ImportAsync();

        exit.Should().Be(ExitCode.Failed);
        results["topic x"].Should().Be(("imported", "1 of 3 events, 3 open, 2 refused"));
        results["event x/odd"].Why.Should().Contain("FOO");
        results["event x/none"].Outcome.Should().Be("refused");
        _target.Engine.Alerts.Topics.ListEvents("x")!.Should().ContainSingle(one => one.Id == "good");
    }

    [Fact]
    public async Task A_task_whose_template_is_gone_comes_with_the_script_that_it_runs()
    {
        _source.Have(("orphan", Task("orphan", ",'template-id':'gone'")));
        _source.Answers["/templates/gone"] = (404, """{"error":"no template exists"}""");

        var (exit, results) = await ImportAsync();

        exit.Should().Be(ExitCode.Ok);
        results["task orphan"].Outcome.Should().Be("imported");
        results["task orphan"].Why.Should().Contain("'gone' is gone there");
        (await ImportAsync()).Results["task orphan"].Outcome.Should().Be("same");
    }

    [Fact]
    public async Task Variables_that_say_the_same_in_other_words_are_the_same()
    {
        _source.Have(("t", Task("t", ",'vars':{'d':{'type':'duration','value':'5m','description':'x'},'l':{'type':'list','value':[{'type':'string','value':'host'},{'type':'star','value':''}]}}")));
        (await ImportAsync()).Results["task t"].Outcome.Should().Be("imported");

        (await ImportAsync()).Results["task t"].Outcome.Should().Be("same");
    }

    [Fact]
    public async Task Whether_tasks_are_enabled_is_compared_and_can_be_caught_up_on()
    {
        _source.Have(("on", Task("on")), ("off", Task("off").Replace("enabled", "disabled", StringComparison.Ordinal)));

        (await ImportAsync("--disabled")).Results["task on"].Outcome.Should().Be("imported");
        _error.Should().Contain("--enable");
        (await ImportAsync()).Results["task on"].Should().Be(("differs", "enabled there, disabled here: --enable starts it"));
        var (_, results) = await ImportAsync("--enable");

        results["task on"].Outcome.Should().Be("enabled");
        results["task off"].Outcome.Should().Be("same");
        (await StatusAsync("on"), await StatusAsync("off")).Should().Be(("enabled", "disabled"));
        await _target.SendAsync("PATCH", "/tasks/off", """{"status":"enabled"}""");
        (await ImportAsync("--replace")).Results["task off"].Outcome.Should().Be("replaced");
        (await StatusAsync("off")).Should().Be("disabled");
    }

    [Fact]
    public async Task A_server_that_is_no_Kapacitor_is_refused()
    {
        _source.IsKapacitor = false;

        (await RunAsync("import", _source.Url)).Should().Be(ExitCode.Failed);
        _error.Should().Contain($"{_source.Url}/ is not a Kapacitor");
        (await RunAsync("shadow", _source.Url, "--http", "127.0.0.1:0", "--for", "1s")).Should().Be(ExitCode.Failed);
        _error.Should().Contain($"{_source.Url}/ is not a Kapacitor");
    }

    [Fact]
    public async Task Who_wants_a_user_is_named_with_where_it_goes()
    {
        _source.Answers["/ping"] = (401, """{"error":"unable to parse authentication credentials"}""");

        (await RunAsync("import", _source.Url)).Should().Be(ExitCode.Failed);
        _error.Should().Contain($"{_source.Url}/kapacitor/v1/ping: unable to parse authentication credentials").And.Contain("http://USER:PASSWORD@");
    }

    [Fact]
    public async Task The_server_that_takes_over_is_no_source()
    {
        (await RunAsync("import", _target.Address.ToString().Replace("127.0.0.1", "localhost", StringComparison.Ordinal))).Should().Be(ExitCode.Usage);

        _error.Should().Contain("is the server that would get it all");
    }

    [Fact]
    public async Task Going_back_a_Kapacitor_takes_what_it_knows()
    {
        await _target.DefineAsync("t", "stream|from()", "enabled");
        await _target.SendAsync("POST", "/alerts/topics/x/handlers", """{"id":"open","kind":"log","options":{"path":"/tmp/x.log"}}""");
        await _target.SendAsync("POST", "/alerts/topics/x/handlers", """{"id":"secret","kind":"post","options":{"url":"http://h/?token=abc"}}""");
        await _target.Engine.Alerts.Topics.ImportAsync("x", []);
        foreach (var path in new[] { "/tasks/t", "/alerts/topics/x/handlers/open" })
            _source.Answers[path] = (404, """{"error":"none"}""");
        _source.Answers["//tocsin/v1/topics/x/import"] = (404, """{"error":"Not Found"}""");
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter();

        await CommandLine.RunAsync(["import", _target.Address.ToString(), "-url", _source.Url], new Terminal(output, error, false, _ => null));

        output.ToString().Should().MatchRegex("topic +x +skipped").And.MatchRegex("handler +x/open +imported").And.MatchRegex("handler +x/secret +refused +secrets").And.MatchRegex("task +t +imported");
        _source.Sent.Should().Contain(sent => sent.StartsWith("POST /tasks ", StringComparison.Ordinal) && sent.Contains("\"status\":\"enabled\"", StringComparison.Ordinal));
    }

    private string _error = "";

    private async Task<string> StatusAsync(string task) => (await _target.SendAsync("GET", $"/tasks/{task}")).At("status");

    private static string Task(string id, string more = "") =>
        $$"""{"id":"{{id}}","type":"stream","status":"enabled","script":"{{Script}}","dbrps":[{"db":"d","rp":"r"}]{{more.Replace('\'', '"')}}}""";

    private async Task<(int Exit, Dictionary<string, (string Outcome, string Why)> Results)> ImportAsync(params string[] further)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var exit = await RunAsync(output, ["import", _source.Url, "--json", .. further]);
        var results = JsonDocument.Parse(output.ToString()).RootElement.GetProperty("results").EnumerateArray().ToDictionary(
            one => $"{one.GetProperty("kind")} {one.GetProperty("name")}", one => (one.GetProperty("outcome").GetString()!, one.GetProperty("why").GetString()!));
        return (exit, results);
    }

    private Task<int> RunAsync(params string[] args) => RunAsync(TextWriter.Null, args);

    private async Task<int> RunAsync(TextWriter output, string[] args)
    {
        using var error = new StringWriter { NewLine = "\n" };
        var exit = await CommandLine.RunAsync([.. args, "-url", _target.Address.ToString()], new Terminal(output, error, false, _ => null));
        _error = error.ToString();
        return exit;
    }
}
