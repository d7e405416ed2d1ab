using Tocsin.Engine.Tests.Checks;
using Tocsin.Engine.Tests.Influx;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.InfluxDBOut;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Engine.Tests.Nodes.InfluxDBOut;

public sealed class InfluxDBOutTests : IDisposable
{
    private readonly InfluxStandIn _influx = new();

    [Theory]
    [InlineData("|window().period(1m).every(1m)|influxDBOut()", true)]
    [InlineData("|window().period(1m).every(1m)|influxDBOut().database('d')", false)]
    [InlineData("|influxDBOut()", false)]
    public void Batches_without_a_database_are_warned_of(string chain, bool isWarned) =>
        Finding.In("stream|from()" + chain).Any(found => found.StartsWith("TS3660", StringComparison.Ordinal)).Should().Be(isWarned);

    [Fact]
    public void Points_of_a_stream_go_where_they_came_from()
    {
        var node = OnStream(new InfluxDBOutNode()).Points("m,h=a,k=b v=1,n=2i,b=true,s=\"x y\" 5", "m,h=a,k=b v=2 6").Stop();

        _influx.Requests.Should().Equal("/write?db=db&precision=ns&rp=rp m,h=a,k=b v=1,n=2i,b=true,s=\"x y\" 5000000000\nm,h=a,k=b v=2 6000000000\n");
        Counters(node).Should().Equal("points_written 2", "write_errors 0");
    }

    [Fact]
    public void A_script_says_what_is_written()
    {
        var node = new InfluxDBOutNode { Database = "D", RetentionPolicy = "R", Measurement = "mm", Precision = "s", WriteConsistency = "all" };
        node.Tag("k", "v");
        node.Tag("h", "over");
        OnStream(node).Points("m,h=a,x=1 v=3 1.9").Stop();

        _influx.Requests.Should().Equal("/write?db=D&precision=s&rp=R&consistency=all mm,h=over,k=v,x=1 v=3 1\n");
    }

    [Fact]
    public async Task So_many_points_are_gathered_for_so_long()
    {
        var node = OnStream(new InfluxDBOutNode { Buffer = 2 }).Points("m v=1 1", "m v=2 2", "m v=3 3");
        await _influx.Have(1);
        _influx.Requests.Should().ContainSingle().Which.Should().EndWith("m v=1 1000000000\nm v=2 2000000000\n");

        _influx.Time.Advance(TimeSpan.FromSeconds(10));
        node.RunPosted();
        await _influx.Have(2);
        _influx.Requests[1].Should().EndWith("m v=3 3000000000\n");
        node.Stop();
        _influx.Requests.Should().HaveCount(2);
    }

    [Fact]
    public void Batches_are_written_point_by_point_with_all_their_tags()
    {
        OnBatches(new InfluxDBOutNode { Database = "D" }).GroupedBy("h").Batch(10, "m,h=a,x=1 v=1 1", "m,h=a,x=2 v=2 2").Stop();

        _influx.Requests.Should().Equal("/write?db=D&precision=ns m,h=a,x=1 v=1 1000000000\nm,h=a,x=2 v=2 2000000000\n");
    }

    [Fact]
    public void Batches_without_a_database_are_refused_here()
    {
        var node = OnBatches(new InfluxDBOutNode()).Batch(10, "m v=1 1").Stop();

        _influx.Requests.Should().BeEmpty();
        node.Stats.LastFailure!.Why.Should().Be("there is no database: batches have none of their own, write .database('name')"); // It failed.
    }

    [Fact]
    public async Task A_database_is_made_at_the_start()
    {
        var node = new InfluxDBOutNode { Database = "D" };
        node.Create();
        var run = OnStream(node);

        await _influx.Have(1);
        _influx.Requests[0].Should().EndWith("q=CREATE DATABASE \"D\"");
        run.Stop();
    }

    [Fact]
    public void What_cannot_be_written_is_an_error_of_the_node_that_says_it_is_kept()
    {
        _influx.Answer = _ => (0, "");
        var node = OnStream(new InfluxDBOutNode()).Points("m v=1 1").Stop();

        node.Stats.Errors.Should().Be(1);
        node.Stats.LastFailure!.Why.Should().Contain("cannot be reached").And.EndWith("they are kept and written later"); // It failed.
        Counters(node).Should().Equal("points_written 0", "write_errors 1");
    }

    [Fact]
    public void An_InfluxDB_that_is_not_configured_keeps_the_task_from_starting() =>
        FluentActions.Invoking(() => OnStream(new InfluxDBOutNode { Cluster = "other" }))
            .Should().Throw<TaskStartException>().WithMessage("*there is no InfluxDB of the name 'other': the section influxdb of the configuration has 'default'");

    [Fact]
    public void What_a_script_gets_wrong_is_reported()
    {
        Problems.Of(new InfluxDBOutNode { Precision = "w", WriteConsistency = "some", Buffer = 0, FlushInterval = default }).Should().Equal(
            "influxDBOut: there is no precision 'w'",
            "influxDBOut: there is no write consistency 'some'",
            "influxDBOut: buffer must be greater than zero",
            "influxDBOut: flushInterval must be greater than zero");
        var creates = new InfluxDBOutNode();
        creates.Create();
        Problems.WarningsOf(creates).Should().Equal("influxDBOut: create() makes no database, as none is named");
    }

    public void Dispose() => _influx.Dispose();

    private NodeHarness OnStream(InfluxDBOutNode node) => NodeHarness.OnStream(_influx.Time, With, node);

    private NodeHarness OnBatches(InfluxDBOutNode node) => NodeHarness.OnBatches(_influx.Time, With, node);

    private TaskServices With(TaskServices services) => services with { Influx = _influx.Clusters, Outputs = _influx.Outputs };

    private static IEnumerable<string> Counters(NodeHarness node) => node.Stats.Counters.Select(counter => $"{counter.Name} {counter.Value}");
}
