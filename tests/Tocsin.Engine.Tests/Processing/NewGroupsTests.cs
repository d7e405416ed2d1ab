using System.Text;
using Tocsin.Benchmarks.Workloads;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Engine.Tests.Processing;

/// <summary>
/// What the first point of a new series and of a new group may cost in memory, kept and thrown away together: containers come and go, and
/// there may be a million.
/// </summary>
[Collection(Alone.Name)]
public sealed class NewGroupsTests
{
    private const int Count = 5000;

    [Fact]
    public void The_first_line_of_a_series_costs_little()
    {
        var series = new SeriesTable();
        var origin = series.OriginOf("telegraf", "autogen");
        Read(series, origin, 0);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(series, origin, 1);

        ((GC.GetAllocatedBytesForCurrentThread() - before) / Count).Should().BeLessThan(550);
    }

    [Fact]
    public void The_first_point_of_a_group_costs_little()
    {
        var pipeline = new ScriptPipeline("stream|from().measurement('cpu').groupBy('host')|alert().id('{{ index .Tags \"host\" }}').crit(lambda: \"v\" < 0.0).stateChangesOnly()");
        var first = pipeline.Read(Body(0));
        var second = pipeline.Read(Body(1));
        pipeline.Process(first);

        var before = GC.GetAllocatedBytesForCurrentThread();
        pipeline.Process(second);

        ((GC.GetAllocatedBytesForCurrentThread() - before) / Count).Should().BeLessThan(550);
    }

    private static void Read(SeriesTable series, Origin origin, int round)
    {
        var body = Body(round);
        var batch = PointBatch.Rent(origin);
        LineProtocolReader.Read(body, series, batch, Precision.Nanosecond, 0).Should().BeEmpty();
        batch.Release();
    }

    private static byte[] Body(int round) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(round * Count, Count).Select(i => $"cpu,host=h{i},dc=d{i % 7} v={i % 50}.5 1\n")));
}
