using Tocsin.Dsl.Time;
using Tocsin.Engine.Nodes.StateDuration;
using Tocsin.Engine.Tests.Testing;

namespace Tocsin.Engine.Tests.Nodes.StateDuration;

public sealed class StateDurationNodeTests
{
    [Fact]
    public void The_time_since_the_condition_is_met_is_told()
    {
        var run = NodeHarness.OnStream(new StateDurationNode(Script.Lambda("\"v\" > 2")));

        run.Points("m v=1 1", "m v=3 2", "m v=4 5", "m w=1 6", "m v=4 7", "m v=1 8", "m v=9 9", "m v=9 8");

        run.EmittedPoints.Select(point => point.Float(point.Layout.IndexOf("state_duration"))).Should().Equal(-1, 0, 3, 5, -1, 0, -1);
        run.Stats.Errors.Should().Be(1);
    }

    [Fact]
    public void The_unit_and_the_field_can_be_chosen()
    {
        var node = new StateDurationNode(Script.Lambda("TRUE")) { Unit = new Duration(Duration.Minute), As = "minutes" };

        var run = NodeHarness.OnStream(node).Points("m v=1 0", "m v=1 90");

        run.Emitted.Should().Equal("m minutes=0,v=1 @0", "m minutes=1.5,v=1 @90");
    }

    [Fact]
    public void A_state_may_begin_before_or_at_1970()
    {
        var run = NodeHarness.OnStream(new StateDurationNode(Script.Lambda("TRUE")) { As = "d" }).Points("m v=1 -5", "m v=1 0", "m v=1 3");

        run.Emitted.Should().Equal("m d=0,v=1 @-5", "m d=5,v=1 @0", "m d=8,v=1 @3");
    }

    [Fact]
    public void Each_batch_begins_anew()
    {
        var run = NodeHarness.OnBatches(new StateDurationNode(Script.Lambda("TRUE")) { As = "d" });

        run.Batch(10, "m v=1 1", "m v=1 3").Batch(20, "m v=1 11", "m w=1 12");

        run.Emitted.Should().Equal("m@10[d=0,v=1@1 d=2,v=1@3]", "m@20[d=0,v=1@11 d=1,w=1@12]");
    }
}
