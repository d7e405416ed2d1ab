using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Server.Tests.Http;

public sealed class HandlerSecretsApiTests : IAsyncLifetime
{
    private const string Handlers = "/alerts/topics/sys/handlers";

    private const string Handler = """
        {"id":"h","kind":"post","options":{"url":"https://user:pw-secret@h.test/path?token=t0k-secret&env=${env:PATH}",
        "headers":{"Authorization":"Bearer hdr-secret","X-Env":"${env:PATH}"},"basic-auth":{"username":"bob","password":"ba-secret"},"timeout":"5s"}}
        """;

    private const string Masked = """
        {"url":"https://***@h.test/path?token=***&env=${env:PATH}","headers":{"Authorization":"***","X-Env":"${env:PATH}"},"basic-auth":{"username":"bob","password":"***"},"timeout":"5s"}
        """;

    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync() => _api = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Secrets_are_masked_in_every_answer()
    {
        var made = await _api.SendAsync("POST", Handlers, Handler);
        var answers = new[]
        {
            made,
            await _api.SendAsync("GET", Handlers),
            await _api.SendAsync("GET", Handlers + "/h"),
            await _api.SendAsync("PATCH", Handlers + "/h", """[{"op":"replace","path":"/match","value":"changed()"}]"""),
            await _api.SendAsync("PUT", Handlers + "/h", Handler),
        };

        Compact(made.At("options")).Should().Be(Masked.Trim());
        answers.Should().AllSatisfy(answer => answer.Text.Should().NotContain("secret").And.Contain("***"));
    }

    [Fact]
    public async Task Keys_that_an_earlier_version_stored_twice_are_shown_once_and_can_be_changed()
    {
        await _api.Engine.Store.CommitAsync(writer => writer.SaveHandler(new HandlerSpec
        {
            Topic = "sys", Id = "twice", Kind = "post", OptionsJson = """{"url":"http://a.test/","headers":{"X":"one-secret","X":"two-secret"},"url":"http://b.test/"}""",
        }));
        _api.Engine.Alerts.Handlers.Load();

        (await _api.SendAsync("GET", Handlers)).Text.Should().NotContain("secret");
        var shown = await _api.SendAsync("GET", Handlers + "/twice");
        Compact(shown.At("options")).Should().Be("""{"url":"http://b.test/","headers":{"X":"***"}}""");
        (await _api.SendAsync("PUT", Handlers + "/twice", shown.Text)).Status.Should().Be(200);
        (await _api.SendAsync("PATCH", Handlers + "/twice", """[{"op":"replace","path":"/match","value":"changed()"}]""")).Status.Should().Be(200);
        _api.Engine.Alerts.Handlers.Find("sys", "twice")!.OptionsJson.Should().Be("""{"url":"http://b.test/","headers":{"X":"two-secret"}}""");
    }

    [Fact]
    public async Task What_was_shown_can_be_sent_back_and_keeps_the_secrets()
    {
        await _api.SendAsync("POST", Handlers, Handler);
        var shown = (await _api.SendAsync("GET", Handlers + "/h")).Text.Replace("/path?", "/path?", StringComparison.Ordinal);

        (await _api.SendAsync("PUT", Handlers + "/h", shown)).Status.Should().Be(200);
        (await _api.SendAsync("PATCH", Handlers + "/h", """[{"op":"replace","path":"/options/headers/Authorization","value":"***"}]""")).Status.Should().Be(200);

        Stored().Should().Contain("pw-secret").And.Contain("t0k-secret").And.Contain("hdr-secret").And.Contain("ba-secret").And.NotContain("***");
    }

    [Theory]
    [InlineData("POST", "", """{"id":"g","kind":"post","options":{"headers":{"X":"***"}}}""", "headers.X")]
    [InlineData("PUT", "/h", """{"id":"h","kind":"post","options":{"headers":{"Other":"***"}}}""", "headers.Other")]
    [InlineData("PUT", "/h", """{"id":"h","kind":"post","options":{"url":"https://***@elsewhere.test/"}}""", "url")]
    [InlineData("PATCH", "/h", """[{"op":"copy","from":"/options/headers/Authorization","path":"/options/headers/Copy"}]""", "headers.Copy")]
    public async Task Mask_that_stands_for_nothing_is_refused(string method, string path, string body, string option)
    {
        await _api.SendAsync("POST", Handlers, Handler);

        var reply = await _api.SendAsync(method, Handlers + path, body);

        reply.Status.Should().Be(400);
        reply.Error.Should().Contain($"option '{option}' is '").And.Contain("give its value");
    }

    [Theory]
    [InlineData("/options/url", "https://elsewhere.test/path", "https://elsewhere.test")]
    [InlineData("/options/url", "http://h.test/path", "http://h.test")]
    [InlineData("/options/url", "https://h.test:8443/path", "https://h.test:8443")]
    [InlineData("/options/url", "https://h.test@elsewhere.test/", "https://elsewhere.test")]
    [InlineData("/options/endpoint", "other", "other")]
    public async Task A_secret_that_was_not_given_again_is_not_sent_to_another_place(string path, string value, string place)
    {
        await _api.SendAsync("POST", Handlers, Handler);

        var moved = await _api.SendAsync("PATCH", Handlers + "/h", $$"""[{"op":"add","path":"{{path}}","value":"{{value}}"}]""");

        moved.Status.Should().Be(400);
        moved.Error.Should().Contain(
            $"option 'headers.Authorization' is '***', which stands for a secret, and '{path["/options/".Length..]}' leads to another place, {place}: give the secret again with it");
        Stored().Should().Contain("h.test/path").And.NotContain(value);
    }

    [Fact]
    public async Task A_secret_that_was_not_given_again_is_not_shown_to_servers_that_are_not_verified()
    {
        await _api.SendAsync("POST", Handlers, Handler);

        var opened = await _api.SendAsync("PATCH", Handlers + "/h", """[{"op":"add","path":"/options/skip-ssl-verification","value":true}]""");
        var closed = await _api.SendAsync("PATCH", Handlers + "/h", """[{"op":"add","path":"/options/skip-ssl-verification","value":false}]""");

        opened.Status.Should().Be(400);
        opened.Error.Should().Contain("which stands for a secret, and 'skip-ssl-verification' decides who can read it when it is sent: give the secret again with it");
        closed.Status.Should().Be(200);
    }

    [Fact]
    public async Task Another_path_of_the_same_server_keeps_the_secrets()
    {
        await _api.SendAsync("POST", Handlers, Handler);

        (await _api.SendAsync("PATCH", Handlers + "/h", """[{"op":"replace","path":"/options/url","value":"https://H.test/other"}]""")).Status.Should().Be(200);

        Stored().Should().Contain("H.test/other").And.Contain("hdr-secret").And.Contain("ba-secret");
    }

    [Fact]
    public async Task Patch_cannot_copy_a_secret_to_where_it_is_shown()
    {
        await _api.SendAsync("POST", Handlers, Handler);

        await _api.SendAsync("PATCH", Handlers + "/h", """[{"op":"copy","from":"/options/headers/Authorization","path":"/options/alert-template"}]""");

        (await _api.SendAsync("GET", Handlers + "/h")).Text.Should().NotContain("hdr-secret");
    }

    [Fact]
    public async Task Options_that_are_no_secrets_stay_what_they_are()
    {
        var reply = await _api.SendAsync("POST", Handlers, """{"id":"h","kind":"post","options":{"url":"http://h/x?level={{ .Level }}","alert-template":"*** {{ .Message }} ***"}}""");

        Compact(reply.At("options")).Should().Be("""{"url":"http://h/x?level={{.Level}}","alert-template":"***{{.Message}}***"}""");
    }

    private string Stored() => _api.Engine.Alerts.Handlers.Find("sys", "h")?.OptionsJson ?? "";

    private static string? Compact(string? json) => json?.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal);
}
