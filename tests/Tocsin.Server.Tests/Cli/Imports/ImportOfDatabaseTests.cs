using System.IO.Compression;
using System.Text.Json;
using Tocsin.Engine.Hosting;
using Tocsin.Sdk;
using Tocsin.Server.Cli;
using Tocsin.Server.Cli.Hosting;
using Tocsin.Server.Tests.Http;
using Tocsin.Server.Tests.Kapacitor;

namespace Tocsin.Server.Tests.Cli.Imports;

public sealed class ImportOfDatabaseTests : IAsyncLifetime, IDisposable
{
    private const string Script = "stream|from().measurement('cpu').groupBy('h')|alert().id('{{ index .Tags \"h\" }}').crit(lambda: \"v\" > 1).stateChangesOnly().topic('cpu')";

    private readonly TempFolder _folder = new();
    private string _error = "";

    // Set before every test.
    private ApiHost _target = null!;

    public async Task InitializeAsync() => _target = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _target.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_open_when_the_Kapacitor_stopped_is_neither_forgotten_nor_raised_again()
    {
        var log = _folder.Of("alerts.log");
        var file = Database(new BoltBucket()
            .With("task_store", new BoltBucket().With("/tasks/data/t", GobWriter.Task("t", Script)).With("/tasks/indexes/id/t", "t"))
            .With("alert_store", new BoltBucket()
                .With("/handlers/data/cpu/lg", $$$"""{"version":2,"value":{"id":"lg","topic":"cpu","kind":"log","options":{"path":{{{JsonSerializer.Serialize(log)}}}},"match":""}}""")
                .With("/topics/data/cpu", """{"version":1,"value":{"topic":"cpu","event-states":{"a":{"message":"m","details":"","time":"1970-01-01T00:00:01Z","duration":5000000000,"level":"CRITICAL"}}}}""")));

        var (exit, results) = await ImportAsync(file);

        exit.Should().Be(ExitCode.Ok, _error);
        results["topic cpu"].Should().Be(("imported", "1 of 1 events, 1 open"));
        await _target.WriteAsync("cpu,h=a v=5 2000000000");
        File.Exists(log).Should().BeFalse("the alert is known");
        await _target.WriteAsync("cpu,h=a v=0 3000000000");
        await Until.True(() => File.Exists(log) && File.ReadAllText(log).EndsWith('\n'));
        File.ReadAllText(log).Should().Contain("\"id\":\"a\"").And.Contain("\"level\":\"OK\",").And.Contain("\"previousLevel\":\"CRITICAL\"");
    }

    [Fact]
    public async Task What_the_real_database_and_encoding_have_written_is_read()
    {
        var file = _folder.Of("kapacitor.db");
        await using (var packed = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Cli", "Imports", "Real", "kapacitor.db.gz")), CompressionMode.Decompress))
        await using (var whole = File.Create(file))
            await packed.CopyToAsync(whole);

        var (exit, results) = await ImportAsync(file);

        exit.Should().Be(ExitCode.Ok, _error);
        results.Where(result => result.Value.Outcome != "imported").Select(result => result.Key).Should().Equal("recording *", "snapshot *", "bucket none");
        results["topic cpu"].Why.Should().Be("2 of 2 events, 1 open");
        results["topic disk"].Why.Should().Be("1 of 1 events, 1 open");
        _target.Engine.Alerts.Topics.ListEvents("disk")!.Should().ContainSingle().Which.State.Level.Should().Be(AlertLevel.Warning);
        for (var i = 0; i < 300; i++)
        {
            var task = await _target.SendAsync("GET", $"/tasks/t{i:000}");
            task.At("script").Should().Contain($"'m{i}'");
            task.At("status").Should().Be(i % 2 == 1 ? "enabled" : "disabled");
        }

        var of = await _target.SendAsync("GET", "/tasks/of");
        of.At("template-id").Should().Be("generic");
        of.Json.GetProperty("dbrps").GetArrayLength().Should().Be(2);
        var vars = of.Json.GetProperty("vars").EnumerateObject().ToDictionary(var => var.Name, var => $"{var.Value.GetProperty("type")} {var.Value.GetProperty("value")}");
        vars.Should().Contain("m", "string mem").And.Contain("limit", "int -7").And.Contain("d", "duration 300000000000").And.Contain("f", "float 2.5").And.Contain("b", "bool True");
        vars["l"].Should().StartWith("list [").And.Contain("host").And.Contain("star");
        (await _target.SendAsync("GET", "/tasks/long")).At("script").Length.Should().BeGreaterThan(20_000);
        (await _target.SendAsync("GET", "/alerts/topics/cpu/handlers/lg")).At("match").Should().Be("changed() == TRUE");
        (await ImportAsync(file)).Results.Where(result => result.Value.Outcome is not ("same" or "skipped")).Should().BeEmpty();
    }

    [Fact]
    public async Task What_was_set_over_the_configuration_is_set_here_and_left_alone_where_something_else_is()
    {
        await RestartAsync("httppost: [{endpoint: file, url: 'http://127.0.0.1:1/'}, {endpoint: still, url: 'http://127.0.0.1:1/'}]");
        BoltBucket Overrides(string token) => new BoltBucket().With("config_overrides", new BoltBucket()
            .With("/overrides/data/httppost/file", $$$"""{"version":1,"value":{"id":"httppost/file","options":{"basic-auth":{"username":"u","password":"{{{token}}}"}},"create":false}}""")
            .With("/overrides/data/httppost/ops", """{"version":1,"value":{"id":"httppost/ops","options":{"endpoint":"ops","url":"http://127.0.0.1:2/","headers":{"X":"1"}},"create":true}}""")
            .With("/overrides/data/httppost/still", """{"version":1,"value":{"id":"httppost/still","options":{},"create":false}}""")
            .With("/overrides/data/noise/", """{"version":1,"value":{"id":"noise/","options":{"loud":true},"create":false}}"""));

        var (exit, results) = await ImportAsync(Database(Overrides("one")));

        exit.Should().Be(ExitCode.Failed);
        results["override httppost/file"].Should().Be(("imported", ""));
        results["override httppost/ops"].Should().Be(("imported", ""));
        results["override httppost/still"].Outcome.Should().Be("skipped");
        results["override noise/"].Should().Match<(string Outcome, string Why)>(result => result.Outcome == "refused" && result.Why.Contains("unknown section: noise"));
        (await UrlAsync()).Should().Be("http://127.0.0.1:2/");
        var kept = (await _target.SendAsync("GET", "//tocsin/v1/config/overrides")).Json.GetProperty("overrides").EnumerateArray().ToDictionary(one => $"{one.GetProperty("section")}/{one.GetProperty("element")}", one => one);
        kept["httppost/file"].GetProperty("options").GetProperty("basic-auth").GetRawText().Should().Contain("***").And.NotContain("one");
        kept["httppost/ops"].GetProperty("added").GetBoolean().Should().BeTrue();
        (await ImportAsync(Database(Overrides("one")))).Results.Values.Select(result => result.Outcome).Should().BeEquivalentTo("same", "same", "skipped", "refused");
        await _target.SendAsync("POST", "/config/httppost/ops", """{"set":{"url":"http://127.0.0.1:3/"}}""");
        (await ImportAsync(Database(Overrides("one")))).Results["override httppost/ops"].Should().Be(("differs", "left as it is set here"));
        (await ImportAsync(Database(Overrides("one")), "--replace")).Results["override httppost/ops"].Outcome.Should().Be("replaced");
        (await UrlAsync()).Should().Be("http://127.0.0.1:2/");

        async Task<string?> UrlAsync() => (await _target.SendAsync("GET", "/config/httppost/ops")).Json.GetProperty("options").GetProperty("url").GetString();
    }

    [Fact]
    public async Task A_value_that_cannot_be_read_is_named_and_all_others_are_taken()
    {
        var (exit, results) = await ImportAsync(Database(new BoltBucket()
            .With("task_store", new BoltBucket()
                .With("/tasks/data/bad", [0x20, 1, 2])
                .With("/tasks/data/empty", GobWriter.Write(("ID", "empty", "")))
                .With("/tasks/data/good", GobWriter.Task("good", "stream|from()"))
                .With("/tasks/data/odd", GobWriter.Write(("ID", "odd", ""), ("TICKscript", "stream|from()", ""), ("Vars", new Dictionary<string, object> { ["v"] = Var(77) }, new Dictionary<string, object> { [""] = Var(1) })))
                .With("/templates/data/text", GobWriter.Write(("ID", "text", ""), ("TICKscript", 5L, 0L))))
            .With("alert_store", new BoltBucket()
                .With("/handlers/data/all", """{"version":1,"value":{"id":"all","topics":["cpu"],"actions":[]}}""")
                .With("/handlers/data/cpu/new", """{"version":3,"value":{"id":"new","topic":"cpu"}}""")
                .With("/topics/data/broken", "{")
                .With("/topics/data/list", "[]")
                .With("/topics/data/half", """{"version":1,"value":{"topic":"half","event-states":{"a":{"level":"INFO","message":"\ud800","time":"1970-01-01T00:00:01Z"}}}}""")
                .With("/topics/data/odd", """{"version":1,"value":{"topic":"odd","event-states":{"a":{"level":"LOUD","time":"1970-01-01T00:00:01Z"},"b":{"level":"INFO","time":"1970-01-01T00:00:01Z"}}}}"""))
            .With("versions", new BoltBucket().With("topic_store_version", "3"))
            .With("tasks", new BoltBucket().With("old", "x"))));

        exit.Should().Be(ExitCode.Failed);
        results["task good"].Outcome.Should().Be("imported");
        results["task bad"].Why.Should().StartWith("what is stored of it cannot be read: at byte 1 a message of 32");
        results["task empty"].Why.Should().EndWith("it has no script");
        results["task odd"].Why.Should().EndWith("variable 'v' is of type 77, which is not known");
        results["template text"].Outcome.Should().Be("refused");
        results["handler all"].Why.Should().Contain("before 1.3").And.Contain("start a newer one");
        results["handler cpu/new"].Why.Should().EndWith("it is of version 3, and 2 is read");
        results["topic broken"].Outcome.Should().Be("refused");
        results["topic half"].Why.Should().StartWith("what is stored of it cannot be read: ");
        results["topic list"].Why.Should().EndWith("it is not an object");
        results["topic odd"].Should().Be(("imported", "1 of 2 events, 2 open, 1 refused"));
        results["topic *"].Why.Should().StartWith("states of topics are stored in version 3, and 2 is read");
        results["bucket tasks"].Should().Match<(string Outcome, string Why)>(result => result.Outcome == "skipped" && result.Why.Contains("before 1.0"));
    }

    [Fact]
    public async Task Damaged_pages_are_named_and_the_rest_is_taken()
    {
        var tasks = new BoltBucket();
        for (var i = 0; i < 16; i++)
            tasks.With($"/tasks/data/t{i:00}", GobWriter.Task($"t{i:00}", "stream|from()", isEnabled: false));
        var file = Database(new BoltBucket().With("task_store", tasks));
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[4 * 4096] = 99;
        await File.WriteAllBytesAsync(file, bytes);

        var (exit, results) = await ImportAsync(file);

        exit.Should().Be(ExitCode.Failed);
        results["damage page 4 of bucket 'task_store'"].Should().Be(("refused", "found page 99 instead"));
        results.Keys.Count(key => key.StartsWith("task t", StringComparison.Ordinal)).Should().Be(8);
    }

    [Fact]
    public async Task A_task_whose_template_is_gone_comes_with_its_script()
    {
        var store = new BoltBucket()
            .With("/tasks/data/of", GobWriter.Task("of", "stream|from()", template: "kept"))
            .With("/tasks/data/orphan", GobWriter.Task("orphan", "stream|from()", template: "gone"))
            .With("/templates/data/kept", GobWriter.Template("kept", "stream|from()"));

        var (_, results) = await ImportAsync(Database(new BoltBucket().With("task_store", store)));

        results["task of"].Should().Be(("imported", ""));
        results["task orphan"].Why.Should().Contain("'gone' is gone there");
    }

    [Fact]
    public async Task Tasks_can_be_taken_over_without_being_started()
    {
        var file = Database(new BoltBucket().With("task_store", new BoltBucket().With("/tasks/data/t", GobWriter.Task("t", "stream|from()"))));

        await ImportAsync(file, "--disabled");

        _error.Should().Contain($"'tocsin import {file} --url {_target.Address.GetLeftPart(UriPartial.Authority)} --enable' starts them here");
        (await _target.SendAsync("GET", "/tasks/t")).At("status").Should().Be("disabled");
        (await ImportAsync(file, "--enable")).Results["task t"].Outcome.Should().Be("enabled");
    }

    [Fact]
    public async Task What_is_no_database_of_a_Kapacitor_is_refused_with_what_to_do()
    {
        (await RunAsync(_folder.Write("empty.db", ""))).Should().Be(ExitCode.Failed);
        _error.Should().Contain("empty.db is empty").And.Contain("kapacitor backup FILE");
        (await RunAsync(_folder.Write("text.db", new string('x', 9_000)))).Should().Be(ExitCode.Failed);
        _error.Should().Contain("not a Bolt file (wrong signature)");
        (await RunAsync(_folder.Write("tocsin.db", "SQLite format 3\0" + new string('\0', 9_000)))).Should().Be(ExitCode.Failed);
        _error.Should().Contain("is a database of this server").And.Contain("'tocsin restore ");
        (await RunAsync(_folder.Path)).Should().Be(ExitCode.Usage);
        _error.Should().Contain("is a folder: name the database in it");
        (await RunAsync(_folder.Of("none.db"))).Should().Be(ExitCode.BadUrl);
        _error.Should().Contain("is neither a file nor the address of a server");
    }

    [Fact]
    public async Task A_database_that_is_held_open_is_left_alone()
    {
        var file = Database(new BoltBucket());
        await using var held = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        (await RunAsync(file)).Should().Be(ExitCode.Failed);

        _error.Should().Contain("is held open by another process").And.Contain("import from its address");
    }

    [Fact]
    public async Task A_database_with_nothing_in_it_says_so()
    {
        var (exit, results) = await ImportAsync(Database(new BoltBucket()));

        exit.Should().Be(ExitCode.Ok);
        results["bucket *"].Should().Be(("skipped", "the file contains no Kapacitor data"));
    }

    private static (string, object?, object)[] Var(long type) => [("Type", type, 0L)];

    private string Database(BoltBucket root)
    {
        var path = _folder.Of("kapacitor.db");
        File.WriteAllBytes(path, new BoltWriter().Write(root));
        return path;
    }

    private async Task RestartAsync(string yaml)
    {
        await _target.DisposeAsync();
        _target = await ApiHost.StartAsync(config: ConfigFile.Parse("f", yaml, _ => null));
    }

    private async Task<(int Exit, Dictionary<string, (string Outcome, string Why)> Results)> ImportAsync(string file, params string[] further)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var exit = await RunAsync(output, ["import", file, "--json", .. further]);
        var results = JsonDocument.Parse(output.ToString()).RootElement.GetProperty("results").EnumerateArray().ToDictionary(
            one => $"{one.GetProperty("kind")} {one.GetProperty("name")}", one => (one.GetProperty("outcome").GetString()!, one.GetProperty("why").GetString()!));
        return (exit, results);
    }

    private Task<int> RunAsync(string file) => RunAsync(TextWriter.Null, ["import", file]);

    private async Task<int> RunAsync(TextWriter output, string[] args)
    {
        using var error = new StringWriter { NewLine = "\n" };
        var exit = await CommandLine.RunAsync([.. args, "-url", _target.Address.ToString()], new Terminal(output, error, false, _ => null));
        _error = error.ToString();
        return exit;
    }
}
