using System.Text;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Engine.Tests.Functions;

[Collection(Alone.Name)]
public class FunctionAllocationTests
{
    private const int Passes = 1_000;

    [Fact]
    public void Points_pass_functions_without_allocation()
    {
        var series = new SeriesTable();
        using var logs = new LogLines();
        using var http = new HttpClient();
        var origin = series.OriginOf("db", "rp");
        var graph = Functions.Bind("stream|from().groupBy('h')@pass()|where(lambda: celsius(\"f\") > 1000.0)|log()").Graph!;
        var pipeline = new Pipeline("t", graph, [origin], new TaskServices { LoggerFactory = logs, Series = series, Http = http }, new NoHost());
        var batch = PointBatch.Rent(origin);
        LineProtocolReader.Read(Encoding.UTF8.GetBytes("m,h=a f=212 1\nm,h=b f=32 1"), series, batch, Precision.Parse("s"), 0).Should().BeEmpty();
        pipeline.Start();
        for (var i = 0; i < Passes; i++)
            pipeline.Source.OnWrite(batch.All, pipeline.Clock);

        Allocations.Each(Passes, () => pipeline.Source.OnWrite(batch.All, pipeline.Clock)).Should().BeLessThan(1);
        logs.Lines.Should().BeEmpty();
        pipeline.Edges.Should().Contain(edge => edge.Parent.Name == "pass2" && edge.Count >= 4 * Passes);
        batch.Release();
    }

    private sealed class NoHost : IPipelineHost
    {
        public void Post(Action action) => action();

        public bool Write(PointBatch batch)
        {
            batch.Release();
            return true;
        }
    }
}
