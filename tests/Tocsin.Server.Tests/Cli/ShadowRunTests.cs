using System.Collections.Concurrent;
using System.Net;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Cli;
using Tocsin.Server.Cli.Client;
using Tocsin.Server.Cli.Shadow;

namespace Tocsin.Server.Tests.Cli;

public sealed class ShadowRunTests : IAsyncLifetime, IDisposable
{
    private readonly FakeTime _time = new();
    private readonly ConcurrentQueue<string> _told = new();
    private readonly CancellationTokenSource _enough = new();

    // Set before every test.
    private KapacitorStandIn _kapacitor = null!;

    public async Task InitializeAsync() => _kapacitor = await KapacitorStandIn.StartAsync();

    public async Task DisposeAsync() => await _kapacitor.DisposeAsync();

    public void Dispose() => _enough.Dispose();

    [Fact]
    public async Task A_topic_that_is_not_told_is_named_and_all_others_are_compared()
    {
        Have("team/web", "cpu");
        _kapacitor.Answers["/alerts/topics/team/web/events"] = (404, """{"error":"Not Found"}""");
        using var source = new ApiClient(ServerHttp.For(new Uri(_kapacitor.Url)));
        var run = new ShadowRun(source, new EngineSettings { Time = _time }, TimeSpan.FromMinutes(1), _time, _told.Enqueue);
        var running = run.RunAsync(new IPEndPoint(IPAddress.Loopback, 0), _enough.Token);

        await Until.True(() => run.Comparison.Differences(_time.GetUtcNow()).Count > 0 || running.IsCompleted, _time, TimeSpan.FromSeconds(10));
        await _enough.CancelAsync();
        await running;

        run.Comparison.Differences(_time.GetUtcNow()).Should().ContainSingle().Which.Topic.Should().Be("cpu");
        run.Untold.Should().ContainKey("team/web").And.HaveCount(1);
        _told.Should().ContainSingle(line => line.Contains("team/web", StringComparison.Ordinal), "it is told once, not at each look");
    }

    [Fact]
    public async Task Points_that_no_task_reads_are_named()
    {
        _kapacitor.Have(("t", """{"id":"t","type":"stream","status":"enabled","dbrps":[{"db":"telegraf","rp":"autogen"}],"script":"stream|from()","vars":{}}"""));
        using var source = new ApiClient(ServerHttp.For(new Uri(_kapacitor.Url)));
        var run = new ShadowRun(source, new EngineSettings { Time = _time }, TimeSpan.FromMinutes(1), _time, _told.Enqueue);
        var running = run.RunAsync(new IPEndPoint(IPAddress.Loopback, 0), _enough.Token);
        await Until.True(() => running.IsCompleted || _told.Any(line => line.Contains("listens on", StringComparison.Ordinal)));
        var url = _told.First(line => line.Contains("listens on", StringComparison.Ordinal)).Split("listens on ")[1].Split(": write")[0];

        using var client = new HttpClient();
        (await client.PostAsync(new Uri($"{url}/kapacitor/v1/write?db=telegraf"), new StringContent("cpu v=1 1\ncpu v=2 2"))).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await client.PostAsync(new Uri($"{url}/kapacitor/v1/write?db=telegraf&rp=autogen"), new StringContent("cpu v=1 1"))).StatusCode.Should().Be(HttpStatusCode.NoContent);
        await _enough.CancelAsync();
        await running;

        run.Silence.Should().BeNull();
        run.Unread.Should().ContainSingle().Which.ToString().Should().Be("2 points of telegraf.'' (written without a retention policy) are read by no task");
    }

    [Fact]
    public async Task When_no_points_come_it_is_said_how_they_would()
    {
        _kapacitor.Have(("t", """{"id":"t","type":"stream","status":"enabled","dbrps":[{"db":"telegraf","rp":"autogen"}],"script":"stream|from()","vars":{}}"""));
        using var source = new ApiClient(ServerHttp.For(new Uri(_kapacitor.Url)));
        var run = new ShadowRun(source, new EngineSettings { Time = _time }, TimeSpan.FromMinutes(1), _time, _told.Enqueue);
        var running = run.RunAsync(new IPEndPoint(IPAddress.Loopback, 0), _enough.Token);
        await Until.True(() => run.Comparison.Looks > 1 || running.IsCompleted, _time, TimeSpan.FromSeconds(10));
        await _enough.CancelAsync();
        await running;

        var url = _told.First(line => line.Contains("listens on", StringComparison.Ordinal)).Split("listens on ")[1].Split(": write")[0];
        run.Silence.Should().Contain($"CREATE SUBSCRIPTION \"shadow\" ON \"telegraf\".\"autogen\" DESTINATIONS ANY '{url}'");
        _told.Count(line => line == run.Silence).Should().Be(1, "it is told after the first interval");
    }

    [Fact]
    public async Task A_run_without_a_look_is_no_run_without_differences()
    {
        using var cli = new CliRun();

        var exit = await cli.RunAsync("shadow", _kapacitor.Url, "--for", "1ms", "--http", "127.0.0.1:0");

        exit.Should().Be(ExitCode.Failed, cli.Errors);
        cli.Errors.Should().Contain("nothing was compared");
    }

    private void Have(params string[] topics)
    {
        var list = topics.Select(topic => $$$"""{"id":"{{{topic}}}","level":"CRITICAL","events-link":{"rel":"events","href":"/kapacitor/v1/alerts/topics/{{{topic}}}/events"}}""");
        _kapacitor.Answers["/alerts/topics"] = (200, $$"""{"topics":[{{string.Join(',', list)}}]}""");
        foreach (var topic in topics)
            _kapacitor.Answers[$"/alerts/topics/{topic}/events"] = (200, """{"events":[{"id":"a","state":{"level":"CRITICAL"}}]}""");
    }
}
