using Tocsin.Dsl.Time;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Derivative;

namespace Tocsin.Engine.Tests.Nodes.Derivative;

public sealed class DerivativeNodeTests
{
    [Fact]
    public void The_rate_is_made_of_the_points_that_have_a_number()
    {
        var run = NodeHarness.OnStream(new DerivativeNode("v"));

        run.Points("m v=3 1", "m v=1i 3", "m w=1 4", "m v=\"s\" 4", "m v=5 5", "m v=7 5", "m v=9 11");

        run.Emitted.Should().Equal("m v=-1 @3", "m v=2 @5", "m v=0.3333333333333333 @11");
        run.Stats.Errors.Should().Be(3);
        run.Logged.Should().HaveCount(3).And.AllSatisfy(line => line.Should().Contain("cannot perform derivative"));
        run.Logged[0].Should().Contain("field \"v\" is missing");
        run.Logged[1].Should().Contain("field \"v\" is the wrong type: string");
        run.Logged[2].Should().Contain("elapsed time was 0");
    }

    [Fact]
    public void Other_fields_and_tags_stay()
    {
        var run = NodeHarness.OnStream(new DerivativeNode("v") { As = "d", Unit = Duration.FromSeconds(10) });

        run.Points("m,h=a v=1,s=\"x\" 1", "m,h=a v=2,s=\"y\" 2", "m,h=a v=2,z=true 3");

        run.Emitted.Should().Equal("m,h=a d=10,s=\"y\",v=2 @2 {}", "m,h=a d=0,v=2,z=true @3 {}");
    }

    [Fact]
    public void Going_down_can_be_left_out_and_is_remembered_all_the_same()
    {
        var node = new DerivativeNode("v");
        node.NonNegative();

        var run = NodeHarness.OnStream(node).Points("m v=5 1", "m v=2 2", "m v=3 3", "m v=3 4");

        run.Emitted.Should().Equal("m v=1 @3", "m v=0 @4");
    }

    [Fact]
    public void Time_that_goes_back_gives_a_negative_span()
    {
        var run = NodeHarness.OnStream(new DerivativeNode("v")).Points("m v=1 5", "m v=3 4");

        run.Emitted.Should().Equal("m v=-2 @4");
    }

    [Fact]
    public void Each_group_and_each_batch_begins_anew()
    {
        NodeHarness.OnStream(new DerivativeNode("v")).GroupedBy("h")
            .Points("m,h=a v=1 1", "m,h=b v=5 2", "m,h=a v=2 3").DeleteGroup(("h", "a")).Points("m,h=a v=9 4")
            .Emitted.Should().Equal("m,h=a v=0.5 @3", "delete h=a");

        NodeHarness.OnBatches(new DerivativeNode("v")).GroupedBy("h")
            .Batch(10, "m,h=a v=1 1", "m,h=a v=3 2").Batch(20, "m,h=a v=9 11")
            .Emitted.Should().Equal("m{h=a}@10[v=2@2]", "m{h=a}@20[]");
    }
}
