namespace Tocsin.Server.Tests.Http;

public sealed class TopicsApiTests : IAsyncLifetime
{
    private const string Handlers = "/alerts/topics/sys/handlers";

    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync() => _api = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Topics_show_their_events()
    {
        await _api.DefineAsync("t", "stream|from().measurement('m').groupBy('h')|alert().crit(lambda: \"v\" > 1).id('{{ .Tags.h }}').topic('sys')", "enabled");
        await _api.WriteAsync("m,h=a v=5 1000000000\nm,h=b v=5 1000000000\nm,h=b v=0 61000000000");

        var list = await _api.SendAsync("GET", "/alerts/topics?min-level=warn");
        list.At("link.href").Should().Be("/kapacitor/v1/alerts/topics?min-level=warn");
        (list.At("topics.0.id"), list.At("topics.0.level"), list.At("topics.0.collected")).Should().Be(("sys", "CRITICAL", "3"));
        list.At("topics.0.events-link.href").Should().Be("/kapacitor/v1/alerts/topics/sys/events");
        (await _api.SendAsync("GET", "/alerts/topics?pattern=x*")).At("topics").Should().Be("[]");
        (await _api.SendAsync("GET", "/alerts/topics/sys")).At("level").Should().Be("CRITICAL");
        var events = await _api.SendAsync("GET", "/alerts/topics/sys/events?min-level=CRITICAL");
        events.Json.GetProperty("events").GetArrayLength().Should().Be(1);
        var b = await _api.SendAsync("GET", "/alerts/topics/sys/events/b");
        (b.At("state.level"), b.At("state.duration"), b.At("state.time")).Should().Be(("OK", "1m0s", "1970-01-01T00:01:01Z"));

        (await _api.SendAsync("DELETE", "/alerts/topics/sys")).Status.Should().Be(204);
        (await _api.SendAsync("DELETE", "/alerts/topics/sys")).Status.Should().Be(204);
        (await _api.SendAsync("GET", "/alerts/topics/sys")).Error.Should().Be("unknown topic: \"sys\"");
    }

    [Fact]
    public async Task Links_lead_to_names_and_ids_with_slashes()
    {
        await _api.DefineAsync("t", "stream|from().measurement('m').groupBy('h')|alert().crit(lambda: \"v\" > 1).id('disk/{{ .Tags.h }}').topic('ops/disks')", "enabled");
        await _api.WriteAsync("m,h=a v=5 1000000000");

        var topic = (await _api.SendAsync("GET", "/alerts/topics")).At("topics.0.link.href");
        var events = (await FollowAsync(topic)).At("events-link.href");

        topic.Should().Be("/kapacitor/v1/alerts/topics/ops%2Fdisks");
        (await FollowAsync((await FollowAsync(events)).At("events.0.link.href"))).At("id").Should().Be("disk/a");

        Task<ApiReply> FollowAsync(string href) => _api.SendAsync("GET", href["/kapacitor/v1".Length..]);
    }

    [Theory]
    [InlineData("/alerts/topics/nope", 404, "unknown topic: \"nope\"")]
    [InlineData("/alerts/topics/nope/events", 500, "failed to get topic events: unknown topic \"nope\"")]
    [InlineData("/alerts/topics/nope/events/x", 404, "unknown event \"x\" in topic \"nope\"")]
    [InlineData("/alerts/topics/nope/handlers/x", 404, "unknown handler: \"x\"")]
    [InlineData("/alerts/topics/nope/handlers?pattern=[", 400, "invalid pattern: syntax error in pattern")]
    public async Task What_is_not_there_is_named(string path, int status, string error)
    {
        var reply = await _api.SendAsync("GET", path);

        (reply.Status, reply.Error).Should().Be((status, error));
    }

    [Theory]
    [InlineData("""{"url":"http://a/1","url":"http://a/2"}""")]
    [InlineData("""{"url":"http://a/1","headers":{"A":"1","A":"2"}}""")]
    public async Task Options_with_a_key_twice_are_refused_and_not_kept(string options)
    {
        var reply = await _api.SendAsync("POST", Handlers, $$"""{"id":"h","kind":"post","options":{{options}}}""");

        reply.Status.Should().Be(400);
        reply.Error.Should().Contain("Duplicate property");
        (await _api.SendAsync("GET", "/alerts/topics/sys/handlers/h")).Status.Should().Be(404);
    }

    [Fact]
    public async Task A_handler_is_defined_changed_listed_and_deleted()
    {
        var made = await _api.SendAsync("POST", Handlers, """{"id":"h","kind":"log","options":{"path":"/tmp/x"},"match":"level() == CRITICAL"}""");
        made.Status.Should().Be(200);
        made.Json.EnumerateObject().Select(property => property.Name).Should().Equal("link", "id", "kind", "options", "match");
        (await _api.SendAsync("POST", Handlers, """{"id":"h","kind":"log","options":{"path":"/tmp/x"}}""")).Status.Should().Be(500);

        (await _api.SendAsync("PATCH", Handlers + "/h", """[{"op":"replace","path":"/options/path","value":"/tmp/y"}]""")).At("options.path").Should().Be("/tmp/y");
        (await _api.SendAsync("PUT", Handlers + "/h", """{"id":"k","kind":"log","options":{"path":"/tmp/z"}}""")).At("id").Should().Be("k");
        (await _api.SendAsync("GET", Handlers + "/h")).Status.Should().Be(404);
        var list = await _api.SendAsync("GET", Handlers + "?pattern=k*");
        (list.At("link.href"), list.At("topic"), list.At("handlers.0.id")).Should().Be(("/kapacitor/v1" + Handlers + "?pattern=k*", "sys", "k"));

        (await _api.SendAsync("DELETE", Handlers + "/k")).Status.Should().Be(204);
        (await _api.SendAsync("DELETE", Handlers + "/k")).Status.Should().Be(204);
        (await _api.SendAsync("GET", "/alerts/topics/none/handlers")).At("handlers").Should().Be("[]");
    }

    [Theory]
    [InlineData("x", 400, "invalid handler json")]
    [InlineData("[]", 400, "invalid")]
    [InlineData("""{"id":"h"}""", 400, "handler Kind must not be empty")]
    [InlineData("""{"kind":"log"}""", 400, "handler ID must not be empty")]
    [InlineData("""{"id":"h","kind":"nope"}""", 500, "failed to create handler: ")]
    [InlineData("""{"id":"h","kind":"log","options":{"bogus":1,"path":"/x"}}""", 500, "bogus")]
    [InlineData("""{"id":"h","kind":"log","options":{"path":"/x"},"match":"foo("}""", 500, "line 1 char")]
    public async Task A_bad_handler_is_refused(string body, int status, string error)
    {
        var reply = await _api.SendAsync("POST", Handlers, body);

        reply.Status.Should().Be(status);
        reply.Error.Should().Contain(error);
    }

    [Theory]
    [InlineData("x", 400, "invalid")]
    [InlineData("{}", 400, "invalid patch json")]
    [InlineData("[7]", 400, "invalid")]
    [InlineData("""[{"op":"replace","path":"/nope","value":1}]""", 400, "failed to apply patch: there is nothing at /nope to replace")]
    [InlineData("""[{"op":"test","path":"/kind","value":"x"}]""", 400, "failed to apply patch: the test of /kind does not hold")]
    [InlineData("""[{"op":"add","path":"nope","value":1}]""", 400, "failed to apply patch")]
    [InlineData("""[{"op":"nope","path":"/kind"}]""", 400, "failed to apply patch: unknown operation 'nope'")]
    [InlineData("""[{"op":"replace","path":"/topic","value":"other"}]""", 500, "failed to update handler: cannot change topic in update")]
    public async Task A_bad_patch_is_refused_and_changes_nothing(string body, int status, string error)
    {
        await _api.SendAsync("POST", Handlers, """{"id":"h","kind":"log","options":{"path":"/tmp/x"}}""");

        var reply = await _api.SendAsync("PATCH", Handlers + "/h", body);

        reply.Status.Should().Be(status);
        reply.Error.Should().Contain(error);
        (await _api.SendAsync("GET", Handlers + "/h")).At("options.path").Should().Be("/tmp/x");
    }

    [Theory]
    [InlineData("""{"id":"h","kind":"post","options":{"endpoint":"nope"}}""", 200, "there is no httppost endpoint 'nope'")]
    [InlineData("""{"id":"h","kind":"publish","options":{"topics":["silent"]}}""", 200, "publishes to the topic 'silent', and no handler listens there")]
    [InlineData("""{"id":"h","kind":"log","options":{"path":"/tmp/{{ .ID }}"}}""", 200, "option 'path' takes no template")]
    [InlineData("""{"id":"h","kind":"post","match":"levl() == CRITICAL","options":{"url":"http://x/"}}""", 500, "undefined function")]
    [InlineData("""{"id":"h","kind":"post"}""", 200, "there is no address")]
    public async Task What_cannot_deliver_is_told_when_it_is_defined(string handler, int status, string part)
    {
        var reply = await _api.SendAsync("POST", "/alerts/topics/t/handlers", handler);

        (reply.Status, status == 200 ? reply.At("warnings.0") : reply.Error).Should().Match<(int Status, string Text)>(both => both.Status == status && both.Text.Contains(part));
    }
}
