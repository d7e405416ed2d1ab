using System.Text.Json;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Trust;

namespace Tocsin.Server.Tests.Http;

public sealed class DefinitionGuardTests : IAsyncLifetime
{
    private const string Handlers = "/alerts/topics/t/handlers";
    private const string Sources = "//tocsin/v1/sources";
    private const string Exec = """{"id":"h","kind":"exec","options":{"prog":"/bin/true"}}""";
    private const string Tcp = """{"id":"h","kind":"tcp","options":{"address":"localhost:1"}}""";
    private const string Script = "stream|from()|alert().exec('/bin/true')";
    private const string Harmless = "stream|from()|alert().tcp('localhost:1')";

    // A proxy on the server's machine tells so that somebody else sends.
    private static readonly (string, string) Elsewhere = ("X-Forwarded-For", "203.0.113.7");

    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync() => _api = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Other_machines_define_no_handlers_that_run_programs()
    {
        var reply = await _api.SendAsync("POST", Handlers, Exec, Elsewhere);

        reply.Status.Should().Be(403);
        reply.Error.Should().Be(
            "handlers of kind 'exec' run programs on the server's machine, and '/bin/true' is none of exec.allow: define it as an administrator, "
            + "from the server's own machine or in the load folder, or add it there in the configuration");
        (await _api.SendAsync("POST", Handlers, Tcp, Elsewhere)).Status.Should().Be(200);
        (await _api.SendAsync("PUT", Handlers + "/h", Exec, Elsewhere)).Status.Should().Be(403);
        var patch = """[{"op":"replace","path":"/kind","value":"exec"},{"op":"replace","path":"/options","value":{"prog":"/bin/true"}}]""";
        (await _api.SendAsync("PATCH", Handlers + "/h", patch, Elsewhere)).Status.Should().Be(403);
        (await _api.SendAsync("GET", Handlers + "/h")).At("kind").Should().Be("tcp");
    }

    [Fact]
    public async Task Other_machines_define_no_tasks_whose_rest_is_not_known_yet()
    {
        await _api.Engine.Extensions.ChangeAsync(now => now.WithProcesses([], [], new Dictionary<string, string> { ["f"] = "function '@f' is away" }));
        const string Task = """{"id":"t","type":"stream","dbrps":[{"db":"d","rp":"r"}],"script":"stream|from()@f()|alert().exec('/bin/true')"}""";

        var reply = await _api.SendAsync("POST", "/tasks", Task, Elsewhere);

        reply.Status.Should().Be(403);
        reply.Error.Should().Contain("function '@f' is away").And.Contain("http.remote-programs");
        var here = await _api.SendAsync("POST", "/tasks", Task);
        (here.Status, here.At("warnings.0.code")).Should().Be((200, "TS3640"));
        here.At("error").Should().Contain("function '@f' is away");
    }

    [Theory]
    [InlineData("${env:HOME}")]
    [InlineData("${file:/etc/hostname}")]
    [InlineData("\\u0024{env:HOME}")]
    [InlineData("$\\u007benv:HOME}")]
    [InlineData("${\\u0065nv:HOME}")]
    [InlineData("${file\\u003a\\/etc\\/hostname}")]
    [InlineData("a ${env:")]
    public async Task Other_machines_send_no_variables_and_files_of_this_one_anywhere(string value)
    {
        var handler = """{"id":"h","kind":"post","options":{"url":"http://localhost:1/","headers":{"X":"VALUE"}}}""".Replace("VALUE", value, StringComparison.Ordinal);

        var reply = await _api.SendAsync("POST", Handlers, handler, Elsewhere);

        reply.Status.Should().Be(403);
        reply.Error.Should().StartWith("the options read ${").And.Contain(" of the server's machine, which is ").And.ContainAny("variables.env", "variables.files");
        (await _api.SendAsync("POST", Handlers, handler)).Status.Should().NotBe(403);
    }

    [Theory]
    [InlineData("""{"url":["\u0024{env:HOME}"]}""")]
    [InlineData("\"\\u0024{env:HOME}\"")]
    public async Task Variables_are_found_wherever_they_stand(string options)
    {
        var reply = await _api.SendAsync("POST", Handlers, $$"""{"id":"h","kind":"post","options":{{options}}}""", Elsewhere);

        reply.Status.Should().Be(403);
        reply.Error.Should().StartWith("the options read ${env:HOME} of the server's machine, which is none of variables.env");
    }

    [Fact]
    public async Task Other_machines_change_no_handler_to_one_that_reads_variables_and_send_none_that_does_elsewhere()
    {
        const string Plain = """{"id":"h","kind":"post","options":{"url":"http://localhost:1/"}}""";
        const string Reading = """{"id":"r","kind":"post","options":{"url":"http://localhost:1/","headers":{"X":"\u0024{env:PATH}"}}}""";
        (await _api.SendAsync("POST", Handlers, Plain, Elsewhere)).Status.Should().Be(200);
        (await _api.SendAsync("POST", Handlers, Reading)).Status.Should().Be(200);

        (await _api.SendAsync("PUT", Handlers + "/h", Reading.Replace("\"r\"", "\"h\"", StringComparison.Ordinal), Elsewhere)).Status.Should().Be(403);
        var added = """[{"op":"add","path":"/options/headers","value":{"X":"\u0024{env:PATH}"}}]""";
        (await _api.SendAsync("PATCH", Handlers + "/h", added, Elsewhere)).Status.Should().Be(403);
        var moved = """[{"op":"replace","path":"/options/url","value":"http://localhost:2/"}]""";
        (await _api.SendAsync("PATCH", Handlers + "/r", moved, Elsewhere)).Status.Should().Be(403);
        (await _api.SendAsync("GET", Handlers + "/h")).Text.Should().NotContain("headers");
    }

    [Theory]
    [InlineData("auth: { bearer: '${file:/etc/hostname}' }")]
    [InlineData("auth: { query: { k: [one, '${env:HOME}'] } }")]
    [InlineData("auth: { bearer: \"\\u0024{env:HOME}\" }")]
    [InlineData("options: { id: '${env:NOT_SET_ANYWHERE}' }")]
    [InlineData("topic: '${file:/etc/hostname}'")]
    public async Task Other_machines_define_no_sources_that_read_variables_and_files(string part)
    {
        var source = "kind: generic\n" + part;

        foreach (var reply in new[]
        {
            await _api.SendAsync("PUT", Sources + "/s", source, Elsewhere),
            await _api.SendAsync("POST", Sources, "id: s\n" + source, Elsewhere),
            await _api.SendAsync("POST", Sources, "id: first\nkind: generic\noptions: { id: $.id, level: $.level }\n---\nid: s\n" + source, Elsewhere),
        })
        {
            reply.Status.Should().Be(403);
            reply.Error.Should().StartWith("the values of source 's' read ${").And.ContainAny("variables.env", "variables.files");
        }

        (await _api.SendAsync("PUT", Sources + "/s", source)).Status.Should().NotBe(403);
        (await _api.SendAsync("GET", Sources + "/first")).Status.Should().Be(404);
    }

    [Fact]
    public async Task Other_machines_define_sources_with_secrets_of_their_own()
    {
        const string Source = "kind: generic\nauth: { bearer: s3cret$ }\noptions: { id: $.id, level: $.level }";

        (await _api.SendAsync("PUT", Sources + "/s", Source, Elsewhere)).Status.Should().Be(200);

        await using var open = await ApiHost.StartAsync(options: new HttpOptions { RemotePrograms = true });
        (await open.SendAsync("PUT", Sources + "/s", Source.Replace("s3cret$", "'${env:PATH}'", StringComparison.Ordinal), Elsewhere)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Other_machines_define_no_scripts_that_run_programs()
    {
        var refused = await _api.SendAsync("POST", "/tasks", Task("a", Script), Elsewhere);

        refused.Status.Should().Be(403);
        refused.Error.Should().StartWith("the script has a handler of kind 'exec'; such handlers run programs on the server's machine, and '/bin/true' is none of exec.allow");
        (await _api.SendAsync("POST", "/tasks", Task("a", Harmless), Elsewhere)).Status.Should().Be(200);
        (await _api.SendAsync("PATCH", "/tasks/a", Task("", Script), Elsewhere)).Status.Should().Be(403);
        (await _api.SendAsync("POST", "/templates", Task("t", Script), Elsewhere)).Status.Should().Be(403);
        (await _api.SendAsync("POST", "/templates", Task("t", Harmless), Elsewhere)).Status.Should().Be(200);
        (await _api.SendAsync("PATCH", "/templates/t", Task("", Script), Elsewhere)).Status.Should().Be(403);
        (await _api.SendAsync("GET", "/tasks/a?script-format=raw")).At("script").Should().Be(Harmless);
    }

    [Fact]
    public async Task Other_machines_give_no_program_to_a_template_but_may_stop_and_start_what_is_there()
    {
        await _api.SendAsync("POST", "/templates", Task("t", "var prog = '/bin/true' stream|from()|alert().exec(prog)"));
        var made = JsonSerializer.Serialize(new Dictionary<string, object> { ["id"] = "a", ["template-id"] = "t", ["dbrps"] = new[] { new { db = "d", rp = "r" } } });
        var vars = """{"vars":{"prog":{"type":"string","value":"/bin/sh"}}}""";

        (await _api.SendAsync("POST", "/tasks", made, Elsewhere)).Status.Should().Be(403);
        (await _api.SendAsync("POST", "/tasks", made)).Status.Should().Be(200);
        (await _api.SendAsync("PATCH", "/tasks/a", vars, Elsewhere)).Status.Should().Be(403);
        (await _api.SendAsync("PATCH", "/tasks/a", """{"status":"enabled"}""", Elsewhere)).Status.Should().Be(200);
        (await _api.SendAsync("PATCH", "/tasks/a", """{"status":"disabled"}""", Elsewhere)).Status.Should().Be(200);
    }

    [Fact]
    public async Task This_machine_may_and_others_may_where_the_configuration_says_so()
    {
        (await _api.SendAsync("POST", Handlers, Exec)).Status.Should().Be(200);
        (await _api.SendAsync("POST", "/tasks", Task("a", Script))).Status.Should().Be(200);

        await using var open = await ApiHost.StartAsync(options: new HttpOptions { RemotePrograms = true });
        (await open.SendAsync("POST", Handlers, Exec, Elsewhere)).Status.Should().Be(200);
        (await open.SendAsync("POST", "/tasks", Task("a", Script), Elsewhere)).Status.Should().Be(200);
    }

    [Fact]
    public async Task What_the_configuration_allows_is_taken_from_everybody_and_nothing_beside_it()
    {
        using var folder = new TempFolder();
        var options = new ServerOptions
        {
            Exec = new ExecTrustOptions { Allow = ["/usr/local/bin/page", "mail", "/opt/alerts/"] },
            Log = new LogTrustOptions { Folder = folder.Path },
            Variables = new VariableTrustOptions { Env = ["ALERT_*"], Files = ["/run/secrets"] },
        };
        await using var api = await ApiHost.StartAsync(config: ConfigFile.Default with { Options = options });

        async Task<int> Status(string kind, string given, string path = Handlers) =>
            (await api.SendAsync("POST", path, JsonSerializer.Serialize(new { id = Guid.NewGuid().ToString("N"), kind, options = JsonSerializer.Deserialize<JsonElement>(given) }), Elsewhere)).Status;

        foreach (var (prog, status) in new[]
        {
            ("/usr/local/bin/page", 200), ("mail", 200), ("/opt/alerts/one", 200), ("/usr/local/bin/page2", 403), ("/opt/alerts/a/b", 403), ("/opt/alerts/../sh", 403), ("sh", 403),
            ("/opt/alerts/${env:ALERT_X}", 403), ("/opt/alerts/", 403),
        })
        {
            (await Status("exec", JsonSerializer.Serialize(new { prog }))).Should().Be(status, prog);
            (await api.SendAsync("POST", "/tasks", Task(Guid.NewGuid().ToString("N"), $"stream|from()|alert().exec('{prog}', '-c')"), Elsewhere)).Status.Should().Be(status, prog);
        }

        foreach (var (path, status) in new[] { (folder.Of("a.log"), 200), (folder.Of("b", "..", "a.log"), 200), (folder.Of("..", "a.log"), 403), ("/etc/cron.d/x", 403), ("a.log", 403), (folder.Path, 403) })
        {
            (await Status("log", JsonSerializer.Serialize(new { path }))).Should().Be(status, path);
            (await api.SendAsync("POST", "/tasks", Task(Guid.NewGuid().ToString("N"), $"stream|from()|alert().log('{path}')"), Elsewhere)).Status.Should().Be(status, path);
        }

        foreach (var (value, isAllowed) in new[]
        {
            ("${env:ALERT_KEY}", true), ("${file:/run/secrets/key}", true), ("${env:ALERT_A}${env:HOME}", false), ("${file:/run/secrets/../../etc/shadow}", false), ("${file:/etc/shadow}", false),
            ("${env:HOME}", false), ("${env:ALERT_${env:HOME}", true),
        })
        {
            var status = await Status("post", JsonSerializer.Serialize(new { url = "http://localhost:1/", headers = new { X = value } }));
            (status != 403).Should().Be(isAllowed, value);
        }

        foreach (var (source, status) in new[] { ("file:///run/secrets/teams", 200), ("file:///run/secrets", 200), ("file:///run/secrets/../other", 403), ("file:///etc", 403), ("/etc", 403), ("http://localhost:1/", 200) })
            (await api.SendAsync("POST", "/tasks", Task(Guid.NewGuid().ToString("N"), $"stream|from()|sideload().source('{source}').order('a.yml').field('x', 1)"), Elsewhere)).Status.Should().Be(status, source);
    }

    [Fact]
    public async Task A_template_is_judged_with_the_variables_of_its_tasks()
    {
        var options = new ServerOptions { Exec = new ExecTrustOptions { Allow = ["/bin/true"] } };
        await using var api = await ApiHost.StartAsync(config: ConfigFile.Default with { Options = options });
        (await api.SendAsync("POST", "/templates", Task("t", "var prog = 'x' stream|from().measurement(prog)|alert().tcp('localhost:1')"), Elsewhere)).Status.Should().Be(200);
        var made = """{"id":"a","template-id":"t","dbrps":[{"db":"d","rp":"r"}],"vars":{"prog":{"type":"string","value":"/bin/sh"}}}""";
        (await api.SendAsync("POST", "/tasks", made, Elsewhere)).Status.Should().Be(200);

        var running = "var prog = '/bin/true' stream|from()|alert().exec(prog)";
        var reply = await api.SendAsync("PATCH", "/templates/t", Task("", running), Elsewhere);

        (reply.Status, reply.Error).Should().Be((403, "the script has a handler of kind 'exec'; such handlers run programs on the server's machine, and '/bin/sh' is none of exec.allow: define it as an administrator, from the server's own machine or in the load folder, or add it there in the configuration"));
        (await api.SendAsync("DELETE", "/tasks/a")).Status.Should().Be(204);
        (await api.SendAsync("PATCH", "/templates/t", Task("", running), Elsewhere)).Status.Should().Be(200);
        (await api.SendAsync("POST", "/tasks", made, Elsewhere)).Status.Should().Be(403);
    }

    private static string Task(string id, string script) =>
        JsonSerializer.Serialize(new { id, script, dbrps = new[] { new { db = "d", rp = "r" } } });
}
