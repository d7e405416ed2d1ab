namespace Tocsin.Server.Tests.Http;

public sealed class RecordingsApiTests : IAsyncLifetime
{
    private const string Stream = """{"id":"r","task":"t","stop":"1970-01-01T00:00:10Z"}""";

    private ApiHost _api = null!; // Set before every test.

    public async Task InitializeAsync()
    {
        _api = await ApiHost.StartAsync();
        await _api.DefineAsync("t", "stream|from().measurement('m')");
    }

    public Task DisposeAsync() => _api.DisposeAsync().AsTask();

    [Fact]
    public async Task A_recording_is_begun_shown_and_deleted()
    {
        var begun = await _api.SendAsync("POST", "/recordings/stream", Stream);
        (begun.Status, begun.Headers["Location"]).Should().Be((201, "/kapacitor/v1/recordings/r"));
        begun.Json.EnumerateObject().Select(property => property.Name).Should().Equal("link", "id", "type", "size", "date", "error", "status", "progress");
        (begun.At("link.href"), begun.At("type"), begun.At("size"), begun.At("status"), begun.At("progress")).Should().Be(("/kapacitor/v1/recordings/r", "stream", "0", "running", "0"));
        (await _api.SendAsync("GET", "/recordings/r")).Status.Should().Be(202);

        await _api.WriteAsync("m v=1 1\nm v=2 10000000001");
        var ended = await EndAsync("/recordings/r");
        (ended.Status, ended.At("status"), ended.At("progress")).Should().Be((200, "finished", "1"));
        int.Parse(ended.At("size")).Should().BeGreaterThan(0);

        var reply = await _api.SendAsync("DELETE", "/recordings/r");
        (reply.Status, reply.Text).Should().Be((204, ""));
        (await _api.SendAsync("DELETE", "/recordings/r")).Status.Should().Be(204);
        (await _api.SendAsync("GET", "/recordings")).Text.Should().Be("{\n    \"recordings\": []\n}");
    }

    [Fact]
    public async Task Ids_may_have_letters_of_any_language()
    {
        var begun = await _api.SendAsync("POST", "/recordings/stream", Stream.Replace("\"r\"", "\"éß中\"", StringComparison.Ordinal));

        (begun.Status, begun.At("id"), begun.Headers["Location"]).Should().Be((201, "éß中", "/kapacitor/v1/recordings/%C3%A9%C3%9F%E4%B8%AD"));
        (await _api.SendAsync("GET", "/recordings/%C3%A9%C3%9F%E4%B8%AD")).At("id").Should().Be("éß中");
    }

    [Theory]
    [InlineData("/recordings/stream", "x", 400, "invalid JSON: ")]
    [InlineData("/recordings/stream", "[]", 400, "invalid JSON: the body is not an object")]
    [InlineData("/recordings/stream", """{"task":"t"}""", 400, "must provide stop time")]
    [InlineData("/recordings/stream", """{"task":"t","stop":"yesterday"}""", 400, "invalid JSON: stop must be a time such as 2026-01-31T12:00:00Z, not 'yesterday'")]
    [InlineData("/recordings/stream", """{"id":"a b","task":"t","stop":"1970-01-01T00:00:10Z"}""", 400, "recording ID must contain only letters, numbers, '-', '.' and '_'. \"a b\"")]
    [InlineData("/recordings/stream", """{"id":"x","task":"no","stop":"1970-01-01T00:00:10Z"}""", 404, "there is no task 'no'")]
    [InlineData("/recordings/stream", Stream, 500, "recording r already exists")]
    [InlineData("/recordings/batch", """{"task":"t"}""", 400, "must provide start time")]
    [InlineData("/recordings/batch", """{"task":"t","start":"yesterday"}""", 400, "invalid JSON: start must be a time such as 2026-01-31T12:00:00Z, not 'yesterday'")]
    [InlineData("/recordings/batch", """{"task":"no","start":"1970-01-01T00:00:10Z"}""", 404, "there is no task 'no'")]
    [InlineData("/recordings/query", """{"type":"stream"}""", 400, "must provide query")]
    [InlineData("/recordings/query", """{"query":"SELECT","type":"tape"}""", 400, "the type of a recording is stream or batch, not 'tape'")]
    public async Task What_cannot_be_recorded_is_refused(string path, string body, int status, string error)
    {
        await _api.SendAsync("POST", "/recordings/stream", Stream);

        var reply = await _api.SendAsync("POST", path, body);

        reply.Status.Should().Be(status);
        reply.Error.Should().StartWith(error);
    }

    [Theory]
    [InlineData("/recordings/batch", """{"id":"b","task":"t","start":"1970-01-01T00:00:10Z"}""", "batch", "wrong task type: task t takes a stream and makes no queries")]
    [InlineData("/recordings/query", """{"id":"b","query":"SELECT v FROM a.b.m","type":"stream"}""", "stream", "no InfluxDB is configured: add a section influxdb with its urls to the configuration")]
    public async Task What_cannot_be_asked_fails_afterwards(string path, string body, string type, string error)
    {
        var begun = await _api.SendAsync("POST", path, body);
        (begun.Status, begun.At("type"), begun.At("status")).Should().Be((201, type, "running"));

        var ended = await EndAsync("/recordings/b");
        (ended.Status, ended.At("status"), ended.At("error"), ended.At("progress")).Should().Be((200, "failed", error, "1"));
    }

    [Theory]
    [InlineData("GET", "/recordings/no", 500, "there is no recording 'no'")]
    [InlineData("GET", "/recordings/", 400, "must specify recording id on path")]
    [InlineData("GET", "/recordings?limit=x", 400, "invalid limit parameter \"x\" must be an integer")]
    [InlineData("GET", "/recordings?fields=colour", 400, "unsupported field \"colour\"")]
    public async Task What_is_not_there_is_refused(string method, string path, int status, string error)
    {
        await _api.SendAsync("POST", "/recordings/stream", Stream);

        var reply = await _api.SendAsync(method, path);

        reply.Status.Should().Be(status);
        reply.Error.Should().StartWith(error);
    }

    [Fact]
    public async Task Lists_are_chosen_by_pattern_fields_offset_and_limit()
    {
        foreach (var id in new[] { "a1", "a2", "b1" })
            await _api.SendAsync("POST", "/recordings/stream", Stream.Replace("\"r\"", $"\"{id}\""));

        var list = await _api.SendAsync("GET", "/recordings?pattern=a*&fields=type&fields=status&offset=0&limit=100");

        list.Json.GetProperty("recordings").EnumerateArray().Select(item => item.GetProperty("id").GetString()).Should().BeEquivalentTo("a1", "a2");
        list.Json.GetProperty("recordings")[0].EnumerateObject().Select(property => property.Name).Should().Equal("id", "link", "status", "type");
        (await _api.SendAsync("GET", "/recordings?limit=1&offset=2")).Json.GetProperty("recordings").GetArrayLength().Should().Be(1);
        (await _api.SendAsync("GET", "/recordings?pattern=[")).Json.GetProperty("recordings").GetArrayLength().Should().Be(0);
        (await _api.SendAsync("GET", "/recordings")).Json.GetProperty("recordings")[0].EnumerateObject().Select(property => property.Name)
            .Should().Equal("date", "error", "id", "link", "progress", "size", "status", "type");
    }

    private async Task<ApiReply> EndAsync(string path)
    {
        await Until.True(async () => (await _api.SendAsync("GET", path)).At("status") != "running", "the recording ends", TimeSpan.FromSeconds(30));
        return await _api.SendAsync("GET", path);
    }
}
