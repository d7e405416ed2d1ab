using Microsoft.Extensions.Logging;
using Tocsin.Server.Logging;

namespace Tocsin.Server.Tests.Http;

public sealed class LogsApiTests : IAsyncLifetime
{
    private const string Path = "/kapacitor/v1preview/logs";

    // Set before every test.
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_task_is_followed_by_its_name()
    {
        using var log = await _host.FollowAsync($"{Path}?task=b");
        await _host.DefineAsync("a", "stream|from()", "enabled");
        await _host.DefineAsync("b", "stream|from()", "enabled");

        (await log.ReadLineAsync()).Should().MatchRegex("^ts=.{24} lvl=info msg=\"task started\" service=kapacitor task=b$");
    }

    [Fact]
    public async Task Programs_get_JSON()
    {
        using var log = await _host.FollowAsync($"{Path}?service=http&lvl=info%2B", "application/json");

        await _host.SendAsync("GET", "/tasks");

        (await log.ReadLineAsync()).Should().StartWith("{\"ts\":\"").And.Contain("\"lvl\":\"info\",\"msg\":\"http request\",\"service\":\"http\"").And.Contain("\"status\":\"200\"");
    }

    [Fact]
    public async Task Data_of_a_log_node_is_followed_by_task_and_node_whatever_level_is_written()
    {
        await _host.DefineAsync("t", "stream|from()|log().level('DEBUG').prefix('p')", "enabled");
        using var log = await _host.FollowAsync($"{Path}?task=t&node=log2&lvl=debug");

        await _host.WriteAsync("cpu v=1 1");

        (await log.ReadLineAsync()).Should().Contain(" lvl=debug msg=p service=kapacitor task=t node=log2 data=");
    }

    [Theory]
    [InlineData("?task=a&task=b", "duplicate params")]
    [InlineData("?lvl=loud", "lvl is debug, info")]
    public async Task A_filter_that_cannot_be_is_refused(string query, string error)
    {
        var reply = await _host.SendAsync("GET", "//" + Path[1..] + query);

        reply.Status.Should().Be(400);
        reply.Error.Should().Contain(error);
    }

    [Fact]
    public async Task The_log_is_not_below_v1() => (await _host.SendAsync("GET", "/logs")).Error.Should().Contain(Path);

    [Theory]
    [InlineData("info", LogLevel.Information, true)]
    [InlineData("info", LogLevel.Warning, false)]
    [InlineData("info+", LogLevel.Warning, true)]
    [InlineData("warn+", LogLevel.Information, false)]
    [InlineData("debug", LogLevel.Trace, true)]
    [InlineData("error", LogLevel.Critical, true)]
    public void Levels_are_chosen_alone_or_with_those_above(string text, LogLevel level, bool isTaken) =>
        LogFilter.Of([new("lvl", text)])!.Takes(new LogEntry(default, level, "m", [])).Should().Be(isTaken);

    [Fact]
    public async Task Whoever_reads_too_slowly_is_told_how_much_is_missing()
    {
        var streams = new LogStreams();
        using var stream = streams.Open(LogFilter.Of([])!)!;
        for (var i = 0; i < LogStream.Most + 5; i++)
            streams.Offer(new LogEntry(default, LogLevel.Information, $"{i}", []));

        var read = await stream.ReadAsync(default);

        read.Should().HaveCount(LogStream.Most + 1);
        LogLine.Write(read[0]).Should().EndWith("msg=\"the log is read too slowly, entries are left out\" count=5");
        read[1].Message.Should().Be("5");
    }

    [Fact]
    public void Not_everybody_can_follow_at_once()
    {
        var streams = new LogStreams();
        var open = Enumerable.Range(0, LogStreams.Most).Select(_ => streams.Open(LogFilter.Of([])!)).ToList();

        streams.Open(LogFilter.Of([])!).Should().BeNull();
        open[3]!.Dispose();

        streams.Open(LogFilter.Of([])!).Should().NotBeNull();
    }

    [Theory]
    [InlineData("DEBUG", 204, LogLevel.Debug)]
    [InlineData("error", 204, LogLevel.Error)]
    [InlineData("LOUD", 400, LogLevel.Information)]
    public async Task The_level_is_changed_while_the_server_runs(string level, int status, LogLevel then)
    {
        (await _host.SendAsync("POST", "/loglevel", $"{{\"level\":\"{level}\"}}")).Status.Should().Be(status);

        _host.Logs.Minimum.Should().Be(then);
    }
}
