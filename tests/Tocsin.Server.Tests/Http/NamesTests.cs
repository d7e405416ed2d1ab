using System.Text.Json;

namespace Tocsin.Server.Tests.Http;

public sealed class NamesTests : IAsyncLifetime
{
    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync() => _api = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Theory]
    [InlineData(".", "\".\" means a place in addresses: add a letter or number")]
    [InlineData("..", "\"..\" means a place in addresses: add a letter or number")]
    [InlineData(null, "it has 100000 characters, and addresses have room for 256")]
    public async Task Names_that_could_not_be_asked_for_again_are_refused(string? name, string why)
    {
        name ??= new string('a', 100_000);
        await _api.DefineAsync("task", "stream|from()");
        await _api.SendAsync("POST", "/templates", """{"id":"template","script":"stream|from()"}""");

        foreach (var (method, path, body) in new[]
        {
            ("POST", "/tasks", Body(name)),
            ("PATCH", "/tasks/task", Body(name)),
            ("POST", "/templates", Body(name)),
            ("PATCH", "/templates/template", Body(name)),
            ("POST", "/alerts/topics/t/handlers", Body(name)),
            ("POST", "//tocsin/v1/sources", $$"""{"id":"{{name}}","kind":"generic"}"""),
            ("POST", "/tasks", Body("a", $"stream|from()|alert().topic('{name}')")),
            ("POST", "/alerts/topics/t/handlers", $$"""{"id":"h","kind":"publish","options":{"topics":["{{name}}"] } }"""),
            ("POST", "/alerts/topics/t/handlers", $$"""{"id":"h","kind":"aggregate","options":{"topic":"{{name}}","interval":"1s" } }"""),
        })
        {
            var reply = await _api.SendAsync(method, path, body);
            reply.Status.Should().Be(body.Contains("\"topic", StringComparison.Ordinal) ? 500 : 400, "{0} {1} has a name that cannot be used", method, path);
            reply.Error.Should().Contain(why);
        }
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("/")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../../tasks")]
    [InlineData("a%2Fb")]
    [InlineData("a b?c#d+e%")]
    [InlineData("größer als 5 €")]
    [InlineData("\\\\host\\c:")]
    public async Task Alerts_of_any_id_are_found_by_their_percent_encoded_id(string id)
    {
        await _api.DefineAsync("t", "stream|from().measurement('m').groupBy('h')|alert().crit(lambda: TRUE).id('{{ .Tags.h }}').topic('sys')", "enabled");
        // Line protocol has a word of its own on backslashes.
        await _api.WriteAsync($"m,h={id.Replace("\\", "\\\\").Replace(" ", "\\ ")} v=1 1");
        var shown = (await _api.SendAsync("GET", "/alerts/topics/sys/events")).At("events.0.id");

        var answer = await _api.SendRawAsync($"GET /kapacitor/v1/alerts/topics/sys/events/{Encoded(shown)} HTTP/1.1");

        answer.Should().StartWith("HTTP/1.1 200");
        answer.Should().Contain($"\"id\": {JsonSerializer.Serialize(shown)}");
    }

    [Fact]
    public async Task A_topic_may_have_a_slash()
    {
        await _api.DefineAsync("t", "stream|from()|alert().crit(lambda: TRUE).id('i').topic('a/b')", "enabled");
        await _api.WriteAsync("m v=1 1");

        (await _api.SendAsync("GET", "/alerts/topics/a%2Fb")).At("id").Should().Be("a/b");
        (await _api.SendAsync("GET", "/alerts/topics/a%2fb/events/i")).At("state.level").Should().Be("CRITICAL");
        (await _api.SendAsync("DELETE", "/alerts/topics/a%2Fb")).Status.Should().Be(204);
        (await _api.SendAsync("GET", "/alerts/topics/a%2Fb")).Status.Should().Be(404);
    }

    [Theory]
    [InlineData("{\"id\":\"\\ud800\",\"script\":\"stream|from()\"}")]
    [InlineData("{\"id\":\"a\",\"script\":\"stream|from() // \\udc00\"}")]
    [InlineData("{\"id\":\"a\",\"\\ud800x\":1}")]
    [InlineData("{\"id\":\"a\",\"options\":{\"x\":[\"\\ud800\\ud800\"]}}")]
    [InlineData("[{\"op\":\"add\",\"path\":\"/x\",\"value\":\"\\udfff\"}]")]
    public async Task Half_a_surrogate_pair_is_the_senders_mistake(string body)
    {
        foreach (var (method, path) in new[] { ("POST", "/tasks"), ("POST", "/templates"), ("POST", "/alerts/topics/t/handlers"), ("POST", "//tocsin/v1/alerts/note") })
        {
            var reply = await _api.SendAsync(method, path, body);
            reply.Status.Should().Be(400);
            reply.Error.Should().Contain("a text holds half of a surrogate pair, at byte");
        }
    }

    [Fact]
    public async Task What_is_not_utf8_is_the_senders_mistake()
    {
        foreach (var path in new[] { "/tasks", "/templates", "/alerts/topics/t/handlers", "//tocsin/v1/sources", "//tocsin/v1/alerts/note" })
        {
            using var content = new ByteArrayContent([.. "{\"id\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
            var reply = await _api.SendAsync("POST", path, content);
            reply.Status.Should().Be(400);
            reply.Error.Should().Contain("the body is not UTF-8");
        }
    }

    private static string Body(string id, string script = "stream|from()") => JsonSerializer.Serialize(
        new { id, script, kind = "log", options = new { path = "/tmp/x.log" }, dbrps = new[] { new { db = "db", rp = "rp" } } });

    // Clients do away with dots that are not encoded.
    private static string Encoded(string id) => Uri.EscapeDataString(id).Replace(".", "%2E");
}
