using System.Text;
using Tocsin.Benchmarks.Workloads;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Engine.Tests.Processing;

/// <summary>
/// What is promised to cost no memory per point does not. The limit is one byte a point: an object takes twenty-four, and what a whole write
/// costs once stays far below.
/// </summary>
[Collection(Alone.Name)]
public sealed class AllocationTests
{
    private const int WarmPasses = 3;
    private const int Passes = 4;

    [Fact]
    public void Lines_of_known_series_are_read_without_allocation()
    {
        var body = CpuLines.Cpu();
        var series = new SeriesTable();
        var origin = series.OriginOf("telegraf", "autogen");

        AllocatedPerPoint(() =>
        {
            var batch = PointBatch.Rent(origin);
            LineProtocolReader.Read(body, series, batch, Precision.Nanosecond, 0).Should().BeEmpty();
            batch.Count.Should().Be(CpuLines.Count);
            batch.Release();
        }).Should().BeLessThan(1);
    }

    [Fact]
    public void Fields_of_all_types_are_read_without_allocation()
    {
        var series = new SeriesTable();
        var origin = series.OriginOf("telegraf", "autogen");
        var body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, CpuLines.Count).Select(
            n => $"disk,path=/{n % 100} used=1{n}i,free=0.{n},isWritable={(n % 2 == 0 ? "true" : "F")},mode=\"rw {n % 100}\" {n}\n")));

        AllocatedPerPoint(() =>
        {
            var batch = PointBatch.Rent(origin);
            LineProtocolReader.Read(body, series, batch, Precision.Nanosecond, 0).Should().BeEmpty();
            batch.Release();
        }).Should().BeLessThan(1);
    }

    [Theory]
    [InlineData("a comparison", "stream|from().measurement('cpu').groupBy('host')|where(lambda: \"usage_idle\" < 10.0)")]
    [InlineData("a regex on a tag", "stream|from().measurement('cpu').groupBy('host')|where(lambda: \"host\" =~ /^h\\d*[02468]$/)")]
    [InlineData("arithmetic", "stream|from()|where(lambda: 100.0 - \"usage_idle\" > 30.0 AND \"usage_user\" / 2.0 < 20.0)")]
    [InlineData("a condition in from", "stream|from().where(lambda: \"host\" != 'h1' AND \"usage_idle\" < 60.0).groupBy(*)")]
    [InlineData("groupBy", "stream|from()|groupBy('host', 'dc')")]
    [InlineData("eval", "stream|from().groupBy('host')|eval(lambda: 100.0 - \"usage_idle\", lambda: sigma(\"usage_user\"), lambda: \"dc\").as('used', 'sig', 'room').keep()|alert().crit(lambda: \"used\" > 100.0)")]
    [InlineData("a function of a stream", "stream|from().groupBy('host')|sum('usage_idle')|where(lambda: \"sum\" < 0.0)")]
    [InlineData("an alert that does not fire", "stream|from().groupBy('host')|alert().crit(lambda: \"usage_idle\" < 10.0)")]
    [InlineData("an alert with all levels", "stream|from().groupBy('host')|alert().info(lambda: \"usage_idle\" < 10.0).warn(lambda: \"usage_idle\" < 8.0).crit(lambda: \"usage_idle\" < 5.0).stateChangesOnly()")]
    [InlineData("an alert that stays raised, whose evidence is that of its change", "stream|from().groupBy('host')|alert().warn(lambda: \"usage_idle\" < 1000.0).crit(lambda: \"usage_idle\" < 1000.0 AND \"usage_user\" > -1.0).stateChangesOnly()")]
    [InlineData("an alert that looks for flapping", "stream|from().groupBy('host')|alert().crit(lambda: \"usage_idle\" < 10.0).flapping(0.25, 0.5)")]
    public void Points_pass_without_allocation(string what, string script)
    {
        var pipeline = new ScriptPipeline(script);
        var batch = pipeline.Read(CpuLines.Cpu());

        AllocatedPerPoint(() => pipeline.Process(batch)).Should().BeLessThan(1, "{0} is promised to be free", what);

        pipeline.Errors.Should().Be(0);
        pipeline.Messages.Should().BeGreaterThanOrEqualTo((WarmPasses + Passes) * CpuLines.Count);
    }

    private static double AllocatedPerPoint(Action pass)
    {
        for (var i = 0; i < WarmPasses; i++)
            pass();

        return Allocations.Each(Passes, pass) / CpuLines.Count;
    }
}
