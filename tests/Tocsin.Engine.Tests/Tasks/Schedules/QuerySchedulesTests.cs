using System.Net;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Alerting.Configuration;
using Tocsin.Pipelines.Influx;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Tasks.Schedules;

/// <summary>Batch tasks while they run: when they ask, and what comes of answers and failures.</summary>
public sealed class QuerySchedulesTests
{
    private const string Script = $"batch|query('{InfluxRig.Query}').period(10s).every(5s).groupBy('h')|alert().id('{{{{ index .Tags \"h\" }}}}').crit(lambda: \"v\" > 0.0).all()";

    [Fact]
    public async Task Each_tick_asks_for_its_span_of_time_and_raises_its_alerts()
    {
        await using var rig = await InfluxRig.StartAsync();
        await rig.Tasks.Define("t", Script);

        await rig.PassAsync(5, asked: 1);
        await rig.WhenAsync("t", "query1", "emitted", 1);
        await rig.PassAsync(5, asked: 2);
        await rig.WhenAsync("t", "query1", "emitted", 2);

        rig.Asked.Should().Equal(
            "SELECT v FROM \"db\".\"rp\".m WHERE time >= '2019-12-31T23:59:55.000000000Z' AND time < '2020-01-01T00:00:05.000000000Z' GROUP BY \"h\"",
            "SELECT v FROM \"db\".\"rp\".m WHERE time >= '2020-01-01T00:00:00.000000000Z' AND time < '2020-01-01T00:00:10.000000000Z' GROUP BY \"h\"");
        await rig.WhenRaisedAsync(2);
        rig.Tasks.Raised.Should().Equal("a", "a");
        rig.StatOf("t", "query1", "collected").Should().Be(2);
        rig.StatOf("t", "query1", "batches_queried").Should().Be(2);
        rig.StatOf("t", "query1", "points_queried").Should().Be(2);
        rig.Running("t").Entered.Should().Be(2);
    }

    [Fact]
    public async Task A_query_without_an_answer_is_late_when_others_have_been_due()
    {
        await using var rig = await InfluxRig.StartAsync();
        var answered = new ManualResetEventSlim();
        rig.Answer = _ =>
        {
            answered.Wait();
            return InfluxRig.Ok(InfluxRig.OneRow);
        };
        await rig.Tasks.Define("t", Script);
        rig.Running("t").Query.Should().BeNull();

        rig.Tasks.Time.Advance(TimeSpan.FromSeconds(5));
        await Until.True(() => rig.Running("t").Query is not null);
        rig.Running("t").Query!.Value.IsLate.Should().BeFalse();
        rig.Tasks.Time.Advance(TimeSpan.FromSeconds(29));
        rig.Running("t").Query!.Value.IsLate.Should().BeFalse("nobody needs to look yet");
        rig.Tasks.Time.Advance(TimeSpan.FromSeconds(1));
        rig.Running("t").Query!.Value.IsLate.Should().BeTrue();
        answered.Set();
        await Until.True(() => rig.Running("t").Query is null or { IsLate: false });
    }

    [Fact]
    public async Task Aligned_ticks_are_multiples_and_the_offset_moves_the_span()
    {
        await using var rig = await InfluxRig.StartAsync();
        rig.Tasks.Time.Advance(TimeSpan.FromSeconds(3));
        await rig.Tasks.Define("t", $"batch|query('{InfluxRig.Query}').period(1m).every(10s).align().offset(2s)|log()");

        await rig.PassAsync(7, asked: 1);

        rig.Asked[0].Should().EndWith("time >= '2019-12-31T23:59:08.000000000Z' AND time < '2020-01-01T00:00:08.000000000Z'");
    }

    [Fact]
    public async Task Each_query_has_its_own_times()
    {
        await using var rig = await InfluxRig.StartAsync();
        rig.Tasks.Time.Advance(TimeSpan.FromSeconds(30));
        await rig.Tasks.Define("t", $"var a = batch|query('{InfluxRig.Query}').period(1s).cron('* * * * *')\nvar b = batch|query('SELECT w FROM \"db\".\"rp\".m').period(1s).every(1h)\na|join(b).as('a', 'b')|log()");

        await rig.PassAsync(30, asked: 1);
        await rig.WhenAsync("t", "query1", "emitted", 1);
        await rig.PassAsync(3600 - 30, asked: 3);

        rig.Asked[0].Should().Contain("SELECT v").And.EndWith("time < '2020-01-01T00:01:00.000000000Z'");
        rig.Asked.Should().Contain(query => query.StartsWith("SELECT w") && query.EndsWith("time < '2020-01-01T01:00:30.000000000Z'"));
    }

    [Fact]
    public async Task A_query_that_fails_is_counted_told_and_made_again()
    {
        await using var rig = await InfluxRig.StartAsync();
        rig.Answer = _ => InfluxRig.Json(HttpStatusCode.ServiceUnavailable, """{"error":"starting up"}""");
        await rig.Tasks.Define("t", Script);

        await rig.PassAsync(5, asked: 1);
        await rig.WhenAsync("t", "query1", "query_errors", 1);
        var failure = rig.Running("t").LastFailure;
        rig.Answer = _ => InfluxRig.Ok(InfluxRig.OneRow);
        await rig.PassAsync(5, asked: 2);
        await rig.WhenAsync("t", "query1", "emitted", 1);

        rig.StatOf("t", "query1", "errors").Should().Be(1);
        failure!.Node.Should().Be("query1");
        failure.Failure.Why.Should().Be("InfluxDB at http://influx:8086 answers 503: starting up");
        await rig.WhenRaisedAsync(1);
        rig.Tasks.Raised.Should().Equal("a");
    }

    [Fact]
    public async Task An_answer_that_breaks_off_passes_nothing_on()
    {
        await using var rig = await InfluxRig.StartAsync();
        rig.Answer = _ => InfluxRig.Ok(InfluxRig.OneRow + """{"results":[{"statement_id":0,"series":[{"name":"m",""");
        await rig.Tasks.Define("t", Script);

        await rig.PassAsync(5, asked: 1);
        await rig.WhenAsync("t", "query1", "query_errors", 1);

        rig.StatOf("t", "query1", "emitted").Should().Be(0);
        rig.Running("t").LastFailure!.Failure.Why.Should().Contain("breaks off after");
    }

    [Fact]
    public async Task A_slow_query_is_not_overtaken_and_the_last_tick_is_made_up_for()
    {
        await using var rig = await InfluxRig.StartAsync();
        using var answered = new ManualResetEventSlim();
        rig.Answer = _ =>
        {
            answered.Wait(TimeSpan.FromSeconds(30));
            return InfluxRig.Ok(InfluxRig.OneRow);
        };
        await rig.Tasks.Define("t", Script);

        await rig.PassAsync(5, asked: 1);
        rig.Tasks.Time.Advance(TimeSpan.FromSeconds(16));
        rig.Asked.Should().HaveCount(1);
        answered.Set();
        await Until.True(() => rig.Asked.Count == 2);
        await rig.WhenAsync("t", "query1", "emitted", 2);

        rig.Asked[1].Should().Contain("time < '2020-01-01T00:00:20.000000000Z'");
        rig.StatOf("t", "query1", "query_errors").Should().Be(1);
        rig.Running("t").LastFailure!.Failure.Why.Should().Be("2 left out");
    }

    [Fact]
    public async Task A_task_that_is_stopped_breaks_its_query_off()
    {
        await using var rig = await InfluxRig.StartAsync();
        using var asked = new ManualResetEventSlim();
        using var never = new ManualResetEventSlim();
        rig.Answer = _ =>
        {
            asked.Set();
            never.Wait(TimeSpan.FromSeconds(30));
            return InfluxRig.Ok(InfluxRig.OneRow);
        };
        await rig.Tasks.Define("t", Script);
        await rig.PassAsync(5, asked: 1);

        await rig.Tasks.Enable("t", isEnabled: false);
        never.Set();

        rig.Tasks.Raised.Should().BeEmpty();
    }

    [Fact]
    public async Task A_clock_that_is_set_back_holds_nothing_up()
    {
        await using var rig = await InfluxRig.StartAsync();
        await rig.Tasks.Define("t", Script);
        await rig.PassAsync(5, asked: 1);
        await rig.WhenAsync("t", "query1", "emitted", 1);

        rig.Tasks.Time.Set(TimeSpan.FromHours(-1));
        await Until.True(() => rig.Asked.Count == 2, rig.Tasks.Time, TimeSpan.FromSeconds(1));

        rig.Asked[1].Should().Contain("time < '2019-12-31T23:0");
    }

    [Fact]
    public async Task A_task_that_nobody_can_answer_waits_and_runs_when_somebody_can()
    {
        await using var rig = await InfluxRig.StartAsync();
        var script = Script.Replace(".period(", ".cluster('other').period(", StringComparison.Ordinal);

        var task = await rig.Tasks.Define("t", script);
        task.IsEnabled.Should().BeTrue();
        rig.Tasks.Engine.Running.Find("t").Should().BeNull();
        rig.Tasks.Tasks.Find("t")!.Error.Should().Be("query1: there is no InfluxDB of the name 'other': the section influxdb of the configuration has 'default'");

        await rig.Tasks.Engine.AdoptAsync(
            new ServerOptions { Influxdb = [new InfluxOptions { Name = "other", Urls = ["http://influx:1"] }] }, ServiceSections.None);
        await rig.PassAsync(5, asked: 1);

        rig.Tasks.Tasks.Find("t")!.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_an_InfluxDB_the_server_starts_and_says_what_is_missing()
    {
        await using var rig = await InfluxRig.StartAsync(new InfluxOptions { Enabled = false });
        await rig.Tasks.Define("t", Script);

        rig.Tasks.Tasks.Find("t")!.Error.Should().StartWith("query1: no InfluxDB is configured");

        await rig.Tasks.RestartAsync();
        rig.Tasks.Tasks.Find("t")!.Error.Should().StartWith("query1: no InfluxDB is configured");
        await rig.Tasks.Engine.AdoptAsync(new ServerOptions { Influxdb = [new InfluxOptions { Urls = ["http://influx:1"] }] }, ServiceSections.None);
        await rig.PassAsync(5, asked: 1);
    }

    [Theory]
    [InlineData("SELECT v FROM m", "the task cannot start: the query reads 'm', which is not fully qualified: write \"database\".\"policy\".\"measurement\" at line 1 char 7*")]
    [InlineData("SELECT v FROM other.rp.m", "*the query reads \"other\".\"rp\", which is not one of the task's databases and retention policies (\"db\".\"rp\"): add it to them, or query one of them at line 1 char 7*")]
    [InlineData("SHOW DATABASES", "*the query must be a SELECT, it begins with SHOW at line 1 char 7*")]
    [InlineData("SELECT v FROM", "*the query ends at line 1, character 14, expected the name of a measurement at line 1 char 7*")]
    public async Task A_query_that_cannot_be_asked_is_kept_but_not_enabled(string query, string message)
    {
        await using var rig = await InfluxRig.StartAsync();
        var script = $"batch|query('{query}').period(1s).every(1s)|log()";

        var kept = await rig.Tasks.Define("kept", script, isEnabled: false);
        await rig.Awaiting(it => it.Tasks.Define("t", script)).Should().ThrowAsync<DefinitionException>().WithMessage(message);

        kept.IsEnabled.Should().BeFalse();
        rig.Tasks.Tasks.Find("t").Should().BeNull();
    }

    [Fact]
    public async Task Queries_of_a_time_that_has_passed_can_be_made_without_the_task()
    {
        await using var rig = await InfluxRig.StartAsync();
        var task = await rig.Tasks.Define("t", $"batch|query('{InfluxRig.Query}').period(10s).every(10s).align()|log()", isEnabled: false);
        var start = new DateTimeOffset(2019, 12, 31, 0, 0, 5, TimeSpan.Zero).ToUnixTimeSeconds() * 1_000_000_000;

        using var queries = rig.Tasks.Tasks.QueriesOf(task);
        var ticks = queries.TicksOf(0, start, start + 30_000_000_000).ToList();
        using var answer = await queries.AskAsync(0, ticks[0], default);

        queries.Count.Should().Be(1);
        ticks.Select(tick => (tick - start) / 1_000_000_000).Should().Equal(15, 25);
        answer.Batches.Should().ContainSingle().Which.Time.Should().Be(ticks[0]);
        rig.Asked.Should().ContainSingle().Which.Should().Contain("time >= '2019-12-31T00:00:10.000000000Z' AND time < '2019-12-31T00:00:20.000000000Z'");
    }

    [Fact]
    public async Task No_query_is_made_for_a_time_that_has_not_passed()
    {
        await using var rig = await InfluxRig.StartAsync();
        var task = await rig.Tasks.Define("t", $"batch|query('{InfluxRig.Query}').period(10s).every(10s)|log()", isEnabled: false);
        var now = rig.Tasks.Time.GetUtcNow().ToUnixTimeSeconds() * 1_000_000_000;

        using var queries = rig.Tasks.Tasks.QueriesOf(task);

        queries.TicksOf(0, now - 20_000_000_000, now + 60_000_000_000).Should().Equal(now - 10_000_000_000, now);
    }
}
