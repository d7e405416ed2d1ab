using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Nodes.Batches;

/// <summary>The begin of a batch script.</summary>
public sealed class BatchNodeTests
{
    [Fact]
    public async Task Nothing_that_is_written_reaches_a_batch_task()
    {
        await using var rig = await InfluxRig.StartAsync();
        await rig.Tasks.Define("t", $"batch|query('{InfluxRig.Query}').period(1s).every(1s)|log()");

        await rig.Tasks.Write("m v=1 1");

        rig.Running("t").Lag.Points.Should().Be(0);
        rig.Running("t").Entered.Should().Be(0);
    }

    [Fact]
    public async Task A_flux_query_goes_to_its_organization_with_its_now()
    {
        await using var rig = await InfluxRig.StartAsync();
        rig.Answer = _ => InfluxRig.Ok("#datatype,string,long,dateTime:RFC3339,long,string,string\n#group,false,false,false,false,true,true\n#default,_result,,,,,\n,result,table,_time,_value,_field,h\n,,0,2020-01-01T00:00:01Z,7,v,a\n");
        await rig.Tasks.Define("t", "batch|queryFlux('from(bucket: \"b\")').every(5s).offset(1s).org('ops')|alert().id('{{ index .Tags \"h\" }}').crit(lambda: \"_value\" > 6)");

        await rig.PassAsync(5, asked: 1);
        await rig.WhenAsync("t", "queryFlux1", "emitted", 1);

        await rig.WhenRaisedAsync(1);
        rig.Tasks.Raised.Should().Equal("a");
        rig.Asked.Should().ContainSingle().Which.Should().Contain("\"now\":\"2020-01-01T00:00:04Z\"");
    }

    [Fact]
    public async Task A_running_task_is_drawn_without_it()
    {
        await using var rig = await InfluxRig.StartAsync();
        await rig.Tasks.Define("t", $"batch|query('{InfluxRig.Query}').period(1s).every(1s)|log()");

        rig.Running("t").Dot(hasLabels: false).Should().StartWith("digraph t {\ngraph [throughput=\"0.00 batches/s\"];\n\nquery1 [avg_exec_time_ns=\"0s\" batches_queried=\"0\" errors=\"0\"").And.NotContain("batch0");
    }
}
