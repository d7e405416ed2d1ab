using System.Net;
using System.Text;
using System.Text.Json;
using Tocsin.Engine.Hosting;
using Tocsin.Sdk;

namespace Tocsin.Server.Tests.Http.Access;

/// <summary>Who may look sees neither the secrets of scripts nor what other systems answered; who may define handlers does.</summary>
public sealed class SecretsByRoleTests : IAsyncLifetime
{
    private const string Script = """
        // of the team
        var token = 't0ken-secret'
        var key string

        stream
            |from()
                .measurement('cpu')
            |httpPost('https://bob:pw-secret@h.test/')
                .header('X-Key', key)
            |alert()
                .crit(lambda: "value" > 1)
                .post('https://h.test/?key=query-secret')
                .header('Authorization', 'Bearer ' + token)
        """;

    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        _api = await ApiHost.StartAsync(new EngineSettings { Http = new InnerServer() });
        await _api.SendAsync("POST", "//tocsin/v1/users", """{"name":"admin","password":"correct horse","roles":["admin"]}""");
        foreach (var role in new[] { "read", "respond", "author" })
            (await _api.SendAsync("POST", "//tocsin/v1/users", $$"""{"name":"{{role}}","password":"correct horse","roles":["{{role}}"]}""", As("admin"))).Status.Should().Be(200);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Secrets_of_scripts_and_their_variables_are_for_authors()
    {
        var template = JsonSerializer.Serialize(new { id = "t", script = Script });
        (await _api.SendAsync("POST", "/templates", template, As("author"))).Status.Should().Be(200);
        var task = """{"id":"a","template-id":"t","dbrps":[{"db":"d","rp":"r"}],"vars":{"key":{"type":"string","value":"var-secret"},"token":{"type":"string","value":"0ther-secret"}}}""";
        (await _api.SendAsync("POST", "/tasks", task, As("author"))).Status.Should().Be(200);

        foreach (var path in new[] { "/tasks/a", "/tasks/a?script-format=raw", "/tasks", "/templates/t", "/templates" })
        {
            (await _api.SendAsync("GET", path, (string?)null, As("author"))).Text.Should().Contain("t0ken-secret");
            foreach (var role in new[] { "read", "respond" })
            {
                var seen = await _api.SendAsync("GET", path, (string?)null, As(role));
                seen.Text.Should().NotContain("-secret").And.Contain("***").And.Contain(".measurement(").And.Contain("// of the team");
            }
        }

        (await _api.SendAsync("GET", "/tasks/a", (string?)null, As("author"))).At("vars.key.value").Should().Be("var-secret");
        (await _api.SendAsync("GET", "/tasks/a", (string?)null, As("read"))).At("vars.key.value").Should().Be("***");
    }

    [Fact]
    public async Task A_script_that_cannot_be_read_now_is_shown_to_its_authors_only()
    {
        await _api.Engine.Extensions.ChangeAsync(now => now.WithProcesses([], [], new Dictionary<string, string> { ["f"] = "function '@f' is away" }));
        var task = JsonSerializer.Serialize(new { id = "a", type = "stream", dbrps = new[] { new { db = "d", rp = "r" } }, script = "stream|from()@f()|alert().post('https://h.test/?key=query-secret')" });
        (await _api.SendAsync("POST", "/tasks", task, As("admin"))).Status.Should().Be(200);

        (await _api.SendAsync("GET", "/tasks/a", (string?)null, As("author"))).Text.Should().Contain("query-secret");
        var seen = await _api.SendAsync("GET", "/tasks/a", (string?)null, As("read"));
        (seen.Status, seen.Text.Contains("query-secret", StringComparison.Ordinal)).Should().Be((200, false));
    }

    [Fact]
    public async Task What_another_system_answered_is_for_authors()
    {
        var handler = """{"id":"h","kind":"post","options":{"url":"http://h.test/","capture-response":true}}""";
        (await _api.SendAsync("POST", "/alerts/topics/t/handlers", handler, As("author"))).Status.Should().Be(200);
        _api.Engine.Alerts.Topics.Publish("t", new AlertEvent { Topic = "t", Id = "x", Level = AlertLevel.Critical, Message = "m", UnixNanoseconds = 1 });
        await Until.True(() => _api.Engine.Alerts.Outbox.DeadLetters.Count == 1);

        foreach (var path in new[] { "//tocsin/v1/dead-letters", "//tocsin/v1/dead-letters/1", "//tocsin/v1/ledger", "//tocsin/v1/deliveries", "//tocsin/v1/status" })
        {
            (await _api.SendAsync("GET", path, (string?)null, As("author"))).Text.Should().Contain("inner-answer", path);
            (await _api.SendAsync("GET", path, (string?)null, As("respond"))).Text.Should().NotContain("inner-answer", path).And.Contain("status 400: ***", path);
        }
    }

    private static (string, string) As(string user) => ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:correct horse")));

    private sealed class InnerServer : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent("inner-answer") });
    }
}
