using Tocsin.Dsl.Time;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Barrier;
using Tocsin.Pipelines.Nodes.StateCount;

namespace Tocsin.Engine.Tests.Nodes.StateCount;

public sealed class StateCountNodeTests
{
    [Fact]
    public void Points_in_a_row_that_meet_the_condition_are_counted()
    {
        var run = NodeHarness.OnStream(new StateCountNode(Script.Lambda("\"v\" > 2")));

        run.Points("m v=1 0", "m v=3 1", "m v=4 2", "m w=1 3", "m v=4 4", "m v=1 5", "m v=9 6");

        run.Emitted.Should().Equal(
            "m state_count=-1i,v=1 @0", "m state_count=1i,v=3 @1", "m state_count=2i,v=4 @2", "m state_count=3i,v=4 @4",
            "m state_count=-1i,v=1 @5", "m state_count=1i,v=9 @6");
        run.Stats.Errors.Should().Be(1);
        run.Logged.Should().ContainSingle().Which.Should().Contain("error while evaluating expression");
    }

    [Fact]
    public void Each_group_counts_for_itself_and_begins_anew_after_its_end()
    {
        var run = NodeHarness.OnStream(new StateCountNode(Script.Lambda("\"v\" > 2")) { As = "n" }).GroupedBy("h");

        run.Points("m,h=a v=3 1", "m,h=b v=3 2", "m,h=a v=3 3").DeleteGroup(("h", "a")).Points("m,h=a v=3 4");

        run.Emitted.Should().Equal("m,h=a n=1i,v=3 @1", "m,h=b n=1i,v=3 @2", "m,h=a n=2i,v=3 @3", "delete h=a", "m,h=a n=1i,v=3 @4");
    }

    [Fact]
    public void Each_batch_begins_anew_while_functions_remember()
    {
        var run = NodeHarness.OnBatches(new StateCountNode(Script.Lambda("count() > 1")));

        run.Batch(10, "m v=1 1", "m v=1 2", "m v=1 3").Batch(20, "m v=1 11");

        run.Emitted.Should().Equal("m@10[state_count=-1i,v=1@1 state_count=1i,v=1@2 state_count=2i,v=1@3]", "m@20[state_count=1i,v=1@11]");
    }

    [Fact]
    public void Each_idle_time_counts_like_another_point()
    {
        var time = new FakeTime();
        var run = NodeHarness.OnStream(time, new BarrierNode { Idle = Duration.FromSeconds(2) }, new StateCountNode(Script.Lambda("\"v\" > 2")) { As = "n" });

        run.Points("m v=1 98", "m v=3 100");
        Pass(run, time, 4);
        run.Points("m v=4 105", "m v=1 106");
        Pass(run, time, 4);

        run.EmittedPoints.Select(point => $"{point.Integer(point.Layout.IndexOf("n"))}@{Print.Seconds(point.Time)}")
            .Should().Equal("-1@98", "1@100", "2@102", "3@104", "4@105", "-1@106");
    }

    [Fact]
    public void A_barrier_that_comes_anyway_counts_only_when_no_point_did()
    {
        var time = new FakeTime();
        var start = time.GetUtcNow().ToUnixTimeSeconds();
        var run = NodeHarness.OnStream(time, new BarrierNode { Period = Duration.FromSeconds(2) }, new StateCountNode(Script.Lambda("\"v\" > 2")) { As = "n" });

        run.Points($"m v=3 {start}");
        Pass(run, time, 1);
        run.Points($"m v=3 {start + 1}");
        Pass(run, time, 4);

        run.EmittedPoints.Select(point => $"{point.Integer(point.Layout.IndexOf("n"))}@{Print.Seconds(point.Time - (start * Duration.Second))}")
            .Should().Equal("1@0", "2@1", "3@4");
    }

    private static void Pass(NodeHarness run, FakeTime time, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            run.RunPosted();
        }
    }
}
