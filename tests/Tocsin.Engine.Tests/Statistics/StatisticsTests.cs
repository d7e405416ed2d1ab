using Tocsin.Engine.Hosting;
using Tocsin.Engine.Statistics;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Nodes.Deadman;
using Tocsin.Pipelines.Tasks;
using Tocsin.Dsl.Binding;

namespace Tocsin.Engine.Tests.Statistics;

public sealed class StatisticsTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public async Task Tasks_read_the_servers_own_counters()
    {
        await using var engine = new AlertEngine(new EngineSettings { Time = _time });
        await engine.StartAsync();
        await DefineAsync(engine, "watched", "stream|from().measurement('cpu')", "db");
        await DefineAsync(engine, "watcher", "stream|from().measurement('edges').where(lambda: \"task\" == 'watched')|alert().id('{{ index .Tags \"child\" }}').crit(lambda: \"collected\" > 0).topic('t')", "_kapacitor");
        await DefineAsync(engine, "totals", "stream|from().measurement('kapacitor')|alert().id('n').crit(lambda: \"num_tasks\" == 3).topic('t')", "_kapacitor");
        await WriteAsync(engine, "cpu v=1 1");

        _time.Advance(TimeSpan.FromSeconds(10));
        await Until.True(() => engine.Alerts.Topics.ListEvents("t") is { Count: 2 });

        engine.Alerts.Topics.ListEvents("t")!.Select(entry => entry.Id).Should().Equal("from1", "n");
    }

    [Fact]
    public async Task Where_they_are_off_nothing_is_written()
    {
        await using var engine = new AlertEngine(new EngineSettings { Time = _time, Stats = new StatsOptions { Enabled = false } });
        await engine.StartAsync();
        await DefineAsync(engine, "watcher", "stream|from()", "_kapacitor");

        _time.Advance(TimeSpan.FromSeconds(30));

        engine.Writer.Points.Should().Be(0);
    }

    [Fact]
    public void Names_stand_in_a_line_as_line_protocol_wants_them()
    {
        var lines = new System.Text.StringBuilder();

        StatisticLine.Append(lines, new Statistic("ingress", [("measurement", "a b,c=d\ne\\"), ("empty", "")], [("n", 5L), ("f", 1.5)]));

        lines.ToString().Should().Be("ingress,measurement=a\\ b\\,c\\=d_e n=5i,f=1.5\n");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(0.1, 10)]
    public void The_rate_says_of_how_many_messages_one_is_timed(double rate, int oneIn) => new StatsOptions { TimingSampleRate = rate }.TimedOneIn.Should().Be(oneIn);

    [Fact]
    public async Task A_global_deadman_watches_every_task()
    {
        var raised = new System.Collections.Concurrent.ConcurrentQueue<Sdk.AlertEvent>();
        await using var engine = new AlertEngine(new EngineSettings { Time = _time, Raised = raised.Enqueue, Deadman = new DeadmanOptions { Global = true, Interval = TimeSpan.FromSeconds(10), Id = "NODE_NAME of {{ .TaskName }}" } });
        await engine.StartAsync();
        await DefineAsync(engine, "t", "stream|from().measurement('cpu')", "db");
        engine.Tasks.Find("t")!.Graph!.Nodes.Select(node => node.Name).Should().Equal("stream0", "from1", "stats2", "derivative3", "alert4");

        for (var i = 0; i < 10; i++)
            await WriteAsync(engine, $"cpu v=1 {i}");
        await Until.True(() => !raised.IsEmpty, _time, TimeSpan.FromSeconds(5));

        raised.First().Should().BeEquivalentTo(new { Id = "stream0 of t", Level = Sdk.AlertLevel.Critical });
    }

    private static Task DefineAsync(AlertEngine engine, string id, string script, string database) => engine.Tasks.CreateAsync(
        new TaskChange { Id = id, Script = script, Dbrps = [new Dbrp(database, "autogen")], IsEnabled = true });

    private static async Task WriteAsync(AlertEngine engine, string line) =>
        await engine.Writer.WriteAsync(System.Text.Encoding.UTF8.GetBytes(line), "db", "autogen", Precision.Nanosecond);
}
