using System.IO.Compression;
using System.Net;
using System.Text;
using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Recordings;
using Tocsin.Pipelines.Recordings.Replays;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Recordings;

/// <summary>Recordings and replays of what an InfluxDB answers.</summary>
public sealed class QueryRecordingTests
{
    private const string Script = $"batch|query('{InfluxRig.Query}').period(10s).every(10s).groupBy('h')|alert().id('{{{{ index .Tags \"h\" }}}}').crit(lambda: \"v\" > 0.0).post('http://sink/own')";
    private const string Streaming = "stream|from().measurement('m').groupBy('h')|alert().id('{{ index .Tags \"h\" }}').crit(lambda: \"v\" > 0.0).post('http://sink/own')";

    private static readonly DateTimeOffset Begin = new(2019, 12, 31, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_queries_of_a_task_are_made_for_a_time_that_has_passed_and_played_to_it()
    {
        await using var rig = await StartAsync(Script);
        var recordings = rig.Tasks.Engine.Recordings;

        await recordings.RecordBatchAsync("r", "t", Begin, Begin.AddSeconds(35));
        var ended = await RecordingRegistryTests.EndOf(rig.Tasks, "r");
        rig.Answer = _ => InfluxRig.Json(HttpStatusCode.ServiceUnavailable, """{"error":"nobody asks again"}""");
        await rig.Tasks.Engine.Replays.PlayAsync(Request(), "r");
        var replay = await EndOf(rig, "p");

        (ended.Status, ended.Error, ended.Type).Should().Be((RunStatus.Finished, "", EdgeKind.Batch));
        rig.Asked.Select(StopOf).Should().Equal("2019-12-31T00:00:10.000000000Z", "2019-12-31T00:00:20.000000000Z", "2019-12-31T00:00:30.000000000Z");
        (replay.Status, replay.Error).Should().Be((RunStatus.Finished, ""));
        await rig.Tasks.WhenPosted("/own a CRITICAL", "/own a CRITICAL", "/own a CRITICAL");
        replay.Stats!.Nodes.Single(node => node.Name == "alert2").Values.Should().Contain(("crits_triggered", 3));
    }

    [Fact]
    public async Task What_has_not_passed_yet_is_not_asked_for()
    {
        await using var rig = await StartAsync(Script);
        var now = rig.Tasks.Time.GetUtcNow();

        await rig.Tasks.Engine.Recordings.RecordBatchAsync("r", "t", now.AddSeconds(-15), now.AddHours(1));

        (await RecordingRegistryTests.EndOf(rig.Tasks, "r")).Status.Should().Be(RunStatus.Finished);
        rig.Asked.Should().ContainSingle();
    }

    [Fact]
    public async Task Times_of_batches_are_moved_like_those_of_points()
    {
        await using var rig = await StartAsync(Script);
        await rig.Tasks.Engine.Recordings.RecordBatchAsync("r", "t", Begin, Begin.AddSeconds(10));
        await RecordingRegistryTests.EndOf(rig.Tasks, "r");

        await rig.Tasks.Engine.Replays.PlayAsync(Request() with { KeepsTimes = false }, "r");
        await EndOf(rig, "p");

        await rig.Tasks.WhenPosted("/own a CRITICAL");
        rig.Tasks.Requests[^1].Should().Contain("\"time\":\"2020-01-01T00:00:00Z\"", "the point was recorded a second later, and the clock stands");
    }

    [Fact]
    public async Task A_live_replay_asks_and_plays_without_a_recording()
    {
        await using var rig = await StartAsync(Script);

        await rig.Tasks.Engine.Replays.PlayBatchAsync(Request(), Begin, Begin.AddSeconds(20));
        var replay = await EndOf(rig, "p");

        (replay.Status, replay.Error, replay.Recording).Should().Be((RunStatus.Finished, "", ""));
        await rig.Tasks.WhenPosted("/own a CRITICAL", "/own a CRITICAL");
        rig.Asked.Should().HaveCount(2);
        rig.Tasks.Engine.Recordings.All.Should().BeEmpty();
    }

    [Fact]
    public async Task The_queries_of_several_nodes_are_played_in_the_order_of_their_times()
    {
        await using var rig = await StartAsync($"var a = batch|query('{InfluxRig.Query}').period(10s).every(10s)\nvar b = batch|query('SELECT w FROM \"db\".\"rp\".m').period(5s).every(5s)\na|join(b).as('a', 'b').tolerance(1h)|log()");

        await rig.Tasks.Engine.Replays.PlayBatchAsync(Request(), Begin, Begin.AddSeconds(10));
        await EndOf(rig, "p");

        rig.Asked.Select(query => $"{query[..8]} {StopOf(query)}").Should().Equal(
            "SELECT w 2019-12-31T00:00:05.000000000Z", "SELECT v 2019-12-31T00:00:10.000000000Z", "SELECT w 2019-12-31T00:00:10.000000000Z");
    }

    [Fact]
    public async Task What_waits_for_a_partner_leaves_at_the_end_of_the_data()
    {
        await using var rig = await StartAsync($"var a = batch|query('{InfluxRig.Query}').period(10s).every(10s).groupBy('h')\nvar b = batch|query('SELECT w FROM \"db\".\"rp\".m').period(10s).every(10s).groupBy('h')\na|join(b).as('a', 'b').fill(0)|alert().crit(lambda: \"a.v\" > 0.0).post('http://sink/own')");
        rig.Answer = query => InfluxRig.Ok(query.StartsWith("SELECT v") ? InfluxRig.OneRow : """{"results":[{}]}""");

        await rig.Tasks.Engine.Replays.PlayBatchAsync(Request(), Begin, Begin.AddSeconds(10));

        (await EndOf(rig, "p")).Error.Should().BeEmpty();
        await Until.True(() => rig.Tasks.Posted.Count == 1);
    }

    [Fact]
    public async Task Groups_are_not_aligned_to_spans_that_are_asked_for_afterwards()
    {
        await using var rig = await StartAsync("batch|query('SELECT mean(v) FROM \"db\".\"rp\".m').period(10s).every(10s).groupBy(time(5s)).alignGroup()|log()");

        await rig.Tasks.Engine.Recordings.RecordBatchAsync("r", "t", Begin.AddSeconds(3), Begin.AddSeconds(13));
        await RecordingRegistryTests.EndOf(rig.Tasks, "r");

        rig.Asked.Should().ContainSingle().Which.Should().Contain("time >= '2019-12-31T00:00:03.000000000Z'").And.EndWith("GROUP BY time(5s, 0s)");
    }

    [Fact]
    public async Task A_query_can_be_recorded_as_batches_or_as_points_by_time()
    {
        await using var rig = await StartAsync(Script);
        await rig.Tasks.Define("s", Streaming, isEnabled: false);
        rig.Answer = _ => InfluxRig.Ok("""{"results":[{"series":[{"name":"m","tags":{"h":"a"},"columns":["time","v"],"values":[[1000000000,1],[3000000000,1]]},{"name":"m","tags":{"h":"b"},"columns":["time","v"],"values":[[2000000000,1]]}]}]}""");

        await rig.Tasks.Engine.Recordings.RecordQueryAsync("b", InfluxRig.Query, EdgeKind.Batch, "");
        await rig.Tasks.Engine.Recordings.RecordQueryAsync("p", InfluxRig.Query, EdgeKind.Stream, "");
        await RecordingRegistryTests.EndOf(rig.Tasks, "b");
        await RecordingRegistryTests.EndOf(rig.Tasks, "p");

        Unpacked(rig, "p").Should().Be("db\nrp\nm,h=a v=1 1000000000\ndb\nrp\nm,h=b v=1 2000000000\ndb\nrp\nm,h=a v=1 3000000000\n");
        await rig.Tasks.Engine.Replays.PlayAsync(Request() with { Id = "q1" }, "b");
        (await EndOf(rig, "q1")).Stats!.Nodes.Single(node => node.Name == "query1").Values.Should().Contain(("emitted", 2));
        await rig.Tasks.Engine.Replays.PlayAsync(Request() with { Id = "q2", Task = "s" }, "p");
        (await EndOf(rig, "q2")).Stats!.Nodes.Single(node => node.Name == "from1").Values.Should().Contain(("emitted", 3));
    }

    [Fact]
    public async Task A_query_can_be_played_at_once()
    {
        await using var rig = await StartAsync(Script);
        await rig.Tasks.Define("s", Streaming, isEnabled: false);

        await rig.Tasks.Engine.Replays.PlayQueryAsync(Request(), InfluxRig.Query, "");
        await rig.Tasks.Engine.Replays.PlayQueryAsync(Request() with { Id = "q", Task = "s" }, InfluxRig.Query, "");

        (await EndOf(rig, "p")).Error.Should().BeEmpty();
        (await EndOf(rig, "q")).Error.Should().BeEmpty();
        await rig.Tasks.WhenPosted("/own a CRITICAL", "/own a CRITICAL");
    }

    [Theory]
    [InlineData("SELECT v FROM m", "", "could not determine database and retention policy")]
    [InlineData("SHOW DATABASES", "", "")]
    [InlineData("SELECT", "", "")]
    [InlineData(InfluxRig.Query, "nowhere", "there is no InfluxDB of the name 'nowhere'")]
    public async Task A_query_that_cannot_be_made_fails_its_recording_and_its_replay(string query, string cluster, string error)
    {
        await using var rig = await StartAsync(Script);

        await rig.Tasks.Engine.Recordings.RecordQueryAsync("r", query, EdgeKind.Batch, cluster);
        await rig.Tasks.Engine.Replays.PlayQueryAsync(Request(), query, cluster);

        var (recording, replay) = (await RecordingRegistryTests.EndOf(rig.Tasks, "r"), await EndOf(rig, "p"));
        (recording.Status, replay.Status).Should().Be((RunStatus.Failed, RunStatus.Failed));
        recording.Error.Should().StartWith(error).And.NotBeEmpty();
        replay.Error.Should().StartWith("running replay: " + error);
        rig.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task An_InfluxDB_that_answers_with_an_error_fails_the_recording_which_keeps_what_came()
    {
        await using var rig = await StartAsync(Script);
        rig.Answer = query => query.Contains("00:00:10.000000000Z' GROUP") ? InfluxRig.Ok(InfluxRig.OneRow) : InfluxRig.Json(HttpStatusCode.BadRequest, """{"error":"database not found: db"}""");

        await rig.Tasks.Engine.Recordings.RecordBatchAsync("r", "t", Begin, Begin.AddSeconds(30));
        var recording = await RecordingRegistryTests.EndOf(rig.Tasks, "r");
        await rig.Tasks.Engine.Replays.PlayAsync(Request(), "r");

        recording.Status.Should().Be(RunStatus.Failed);
        recording.Error.Should().Contain("database not found: db");
        (await EndOf(rig, "p")).Status.Should().Be(RunStatus.Finished);
        await rig.Tasks.WhenPosted("/own a CRITICAL");
    }

    [Fact]
    public async Task A_task_that_takes_a_stream_makes_no_queries()
    {
        await using var rig = await StartAsync(Streaming);

        await rig.Tasks.Engine.Recordings.RecordBatchAsync("r", "t", Begin, Begin.AddSeconds(30));

        (await RecordingRegistryTests.EndOf(rig.Tasks, "r")).Error.Should().Be("wrong task type: task t takes a stream and makes no queries");
        var refusal = (await rig.Invoking(_ => rig.Tasks.Engine.Replays.PlayBatchAsync(Request(), Begin, Begin)).Should().ThrowAsync<DefinitionException>()).Which.Refusal;
        (refusal.Kind, refusal.Message).Should().Be((RefusalKind.Invalid, "cannot replay batch against stream task: t"));
    }

    [Fact]
    public async Task A_task_with_more_queries_than_were_recorded_is_not_played_to()
    {
        await using var rig = await StartAsync($"batch|query('{InfluxRig.Query}').period(10s).every(10s)|log()\nbatch|query('{InfluxRig.Query}').period(10s).every(10s)|log()");
        await rig.Tasks.Engine.Recordings.RecordQueryAsync("r", InfluxRig.Query, EdgeKind.Batch, "");
        await RecordingRegistryTests.EndOf(rig.Tasks, "r");

        await rig.Tasks.Engine.Replays.PlayAsync(Request(), "r");

        (await EndOf(rig, "p")).Error.Should().Be("running replay: the data has the batches of 1 query, and the task makes 2");
    }

    [Fact]
    public async Task No_more_queries_are_made_than_the_limit_allows()
    {
        await using var rig = await StartAsync(Script, new ReplayOptions { Queries = 2 });

        await rig.Tasks.Engine.Recordings.RecordBatchAsync("r", "t", DateTimeOffset.UnixEpoch, Begin);
        await rig.Tasks.Engine.Replays.PlayBatchAsync(Request(), DateTimeOffset.UnixEpoch, Begin);

        const string error = "there are more than 2 queries to make, as many as replay.queries allows: choose a shorter time, or raise the limit";
        (await RecordingRegistryTests.EndOf(rig.Tasks, "r")).Error.Should().Be(error);
        (await EndOf(rig, "p")).Error.Should().Be("running replay: " + error);
        rig.Asked.Should().HaveCount(4);
    }

    private static string StopOf(string query) => query.Split("time < '")[1].Split('\'')[0];

    private static ReplayRequest Request() => new() { Id = "p", Task = "t", KeepsTimes = true };

    private static async Task<InfluxRig> StartAsync(string script, ReplayOptions? options = null)
    {
        var rig = await InfluxRig.StartAsync();
        if (options is not null)
        {
            rig.Tasks.Replay = options;
            await rig.Tasks.RestartAsync();
        }

        await rig.Tasks.Define("t", script, isEnabled: false);
        return rig;
    }

    private static async Task<TaskReplay> EndOf(InfluxRig rig, string id)
    {
        await Until.True(() => rig.Tasks.Engine.Replays.Find(id)?.Status is RunStatus.Finished or RunStatus.Failed);
        return rig.Tasks.Engine.Replays.Find(id)!; // It is there: the line above saw it.
    }

    private static string Unpacked(InfluxRig rig, string id)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(RecordingRegistryTests.FileOf(rig.Tasks, id)), CompressionMode.Decompress), Encoding.UTF8);
        return text.ReadToEnd();
    }
}
