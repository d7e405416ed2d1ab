using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Recordings;

namespace Tocsin.Server.Tests.Http;

public sealed class ReplaysApiTests : IAsyncLifetime
{
    private const string Fast = """{"id":"p","task":"t","recording":"r","recording-time":true}""";
    private const string Slow = """{"id":"p","task":"t","recording":"r","clock":"real"}""";

    private ApiHost _api = null!; // Set before every test.

    public async Task InitializeAsync()
    {
        _api = await ApiHost.StartAsync();
        await _api.DefineAsync("t", "stream|from().measurement('m')|httpOut('last')");
        await _api.DefineAsync("other", "stream|from().measurement('m')");
        await _api.SendAsync("POST", "/recordings/stream", """{"id":"r","task":"t","stop":"1970-01-02T00:00:00Z"}""");
        await _api.WriteAsync("m v=1 1000000000\nm v=2 86400000000000\nm v=3 86400000000001");
        await EndAsync("/recordings/r");
    }

    public Task DisposeAsync() => _api.DisposeAsync().AsTask();

    [Fact]
    public async Task A_replay_is_begun_shown_and_deleted()
    {
        var begun = await _api.SendAsync("POST", "/replays", Fast);
        (begun.Status, begun.Headers["Location"]).Should().Be((201, "/kapacitor/v1/replays/p"));
        begun.Json.EnumerateObject().Select(property => property.Name)
            .Should().Equal("link", "id", "task", "recording", "recording-time", "clock", "date", "error", "status", "progress", "stats");
        (begun.At("task"), begun.At("recording"), begun.At("recording-time"), begun.At("clock"), begun.At("status"), begun.At("stats")).Should().Be(("t", "r", "True", "fast", "running", "{}"));

        var ended = await EndAsync("/replays/p");
        (ended.Status, ended.At("status"), ended.At("error"), ended.At("progress")).Should().Be((200, "finished", "", "1"));
        (ended.At("stats.node-stats.from1.emitted"), ended.At("stats.node-stats.http_out2.collected")).Should().Be(("2", "2"));
        ended.Json.GetProperty("stats").GetProperty("task-stats").TryGetProperty("throughput", out _).Should().BeTrue();

        var listed = (await _api.SendAsync("GET", "/replays")).Json.GetProperty("replays");
        listed.GetArrayLength().Should().Be(1);
        listed[0].EnumerateObject().Select(property => property.Name).Should().Equal("clock", "date", "error", "id", "link", "progress", "recording", "recording-time", "status", "task");
        (await _api.SendAsync("DELETE", "/replays/p")).Status.Should().Be(204);
        (await _api.SendAsync("DELETE", "/replays/p")).Status.Should().Be(204);
        (await _api.SendAsync("GET", "/replays")).Text.Should().Be("{\n    \"replays\": []\n}");
    }

    [Fact]
    public async Task One_above_a_limit_is_refused_with_what_to_do()
    {
        await using var api = await ApiHost.StartAsync(new EngineSettings { Replay = new ReplayOptions { Running = 1, Kept = 1 } });
        await api.DefineAsync("t", "stream|from().measurement('m')");
        const string Recording = """{"id":"r","task":"t","stop":"1970-01-02T00:00:00Z"}""";
        (await api.SendAsync("POST", "/recordings/stream", Recording)).Status.Should().Be(201);

        var busy = await api.SendAsync("POST", "/recordings/stream", Recording.Replace("\"r\"", "\"s\"", StringComparison.Ordinal));
        (busy.Status, busy.Headers["Retry-After"]).Should().Be((429, "5"));
        busy.Error.Should().Be("1 recordings are under way, as many as replay.running allows: wait until one has ended, delete one, or raise the limit");

        await api.WriteAsync("m v=1 86400000000001");
        await Until.True(async () => (await api.SendAsync("GET", "/recordings/r")).At("status") == "finished", "it has ended", TimeSpan.FromSeconds(30));
        var full = await api.SendAsync("POST", "/recordings/stream", Recording.Replace("\"r\"", "\"s\"", StringComparison.Ordinal));
        (full.Status, full.Error).Should().Be((507, "there are 1 recordings, as many as replay.kept allows: delete some with 'tocsin delete recordings', or raise the limit"));
    }

    [Fact]
    public async Task While_it_runs_the_task_is_shown_as_it_runs_there()
    {
        await _api.SendAsync("POST", "/replays", Slow);
        await Until.True(async () => (await _api.SendAsync("GET", "/tasks/t/last")).Status == 200, "the replay offers its data", TimeSpan.FromSeconds(30));
        await Until.True(async () => (await _api.SendAsync("GET", "/tasks/t?replay-id=p")).At("stats.node-stats.from1.emitted") == "1", "one point is played", TimeSpan.FromSeconds(30));

        (await _api.SendAsync("GET", "/replays/p")).Status.Should().Be(202);
        (await _api.SendAsync("GET", "/tasks/t?replay-id=p")).At("executing").Should().Be("True");
        (await _api.SendAsync("GET", "/tasks/t")).At("executing").Should().Be("False");
        var other = await _api.SendAsync("GET", "/tasks/other?replay-id=p");
        (other.Status, other.Error).Should().Be((400, "replay p is not for task: other"));
        await _api.SendAsync("DELETE", "/replays/p");
        var gone = await _api.SendAsync("GET", "/tasks/t?replay-id=p");
        (gone.Status, gone.Error).Should().Be((400, "no running replay with ID: p"));
        (await _api.SendAsync("GET", "/tasks/t/last")).Status.Should().Be(404);
    }

    [Theory]
    [InlineData("", "x", 400, "invalid JSON: ")]
    [InlineData("", """{"id":"a b","task":"t","recording":"r"}""", 400, "replay ID must contain only letters")]
    [InlineData("/batch", """{"task":"no"}""", 404, "task load: there is no task 'no'")]
    [InlineData("/batch", """{"task":"t","start":"1970-01-01T00:00:10Z"}""", 400, "cannot replay batch against stream task: t")]
    [InlineData("/query", """{"task":"t"}""", 400, "must provide query")]
    [InlineData("/query", """{"task":"no","query":"SELECT"}""", 404, "task load: there is no task 'no'")]
    [InlineData("", """{"task":"no","recording":"r"}""", 404, "task load: there is no task 'no'")]
    [InlineData("", """{"task":"t","recording":"no"}""", 404, "recording not found: there is no recording 'no'")]
    [InlineData("", """{"task":"t","recording":"r","clock":"slow"}""", 400, "unknown clock 'slow': use fast or real")]
    [InlineData("", """{"task":"t","recording":"r","recording-time":"yes"}""", 400, "invalid JSON: recording-time is true or false, not \"yes\"")]
    public async Task What_cannot_be_played_is_refused(string path, string body, int status, string error)
    {
        var reply = await _api.SendAsync("POST", "/replays" + path, body);

        reply.Status.Should().Be(status);
        reply.Error.Should().StartWith(error);
    }

    [Fact]
    public async Task What_is_not_there_is_refused()
    {
        var unknown = await _api.SendAsync("GET", "/replays/no");
        (unknown.Status, unknown.Error).Should().Be((404, "there is no replay 'no': 'tocsin list replays' shows those there are"));
        var without = await _api.SendAsync("GET", "/replays/");
        (without.Status, without.Error).Should().Be((400, "must specify replay id on path"));
    }

    private async Task<ApiReply> EndAsync(string path)
    {
        await Until.True(async () => (await _api.SendAsync("GET", path)).At("status") != "running", "it ends", TimeSpan.FromSeconds(30));
        return await _api.SendAsync("GET", path);
    }
}
