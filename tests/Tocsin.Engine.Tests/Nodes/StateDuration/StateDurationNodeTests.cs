using Tocsin.Dsl.Time;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Barrier;
using Tocsin.Pipelines.Nodes.StateDuration;

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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_state_that_lasts_without_data_is_told_with_each_barrier(bool isIdle)
    {
        var time = new FakeTime();
        var barrier = isIdle ? new BarrierNode { Idle = Duration.FromSeconds(2) } : new BarrierNode { Period = Duration.FromSeconds(2) };
        var start = time.GetUtcNow().ToUnixTimeSeconds();
        var run = NodeHarness.OnStream(time, barrier, new StateDurationNode(Script.Lambda("\"v\" > 2")) { As = "d" }).GroupedBy("h");

        run.Points($"m,h=a v=3 {start}", $"m,h=b v=1 {start}");
        Pass(run, time, 4);
        run.Points($"m,h=a v=1 {start + 4}");
        Pass(run, time, 4);

        run.EmittedPoints.Select(point => $"{point.Tags.Find("h")} {point.Float(point.Layout.IndexOf("d"))} @{Print.Seconds(point.Time - (start * Duration.Second))}")
            .Should().Equal("a 0 @0", "b -1 @0", "a 2 @2", "a 4 @4", "a -1 @4");
    }

    [Fact]
    public void Without_a_barrier_in_the_script_none_is_expected_and_no_point_is_kept()
    {
        var run = NodeHarness.OnStream(new StateDurationNode(Script.Lambda("TRUE")) { As = "d" });

        run.Points("m v=1 1").Barrier(5);

        run.Emitted.Should().Equal("m d=0,v=1 @1", "barrier  @5");
    }

    [Fact]
    public async Task A_door_that_stays_open_is_told_before_it_closes()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", """
            stream
                |from()
                    .measurement('door')
                |barrier()
                    .idle(1s)
                |stateDuration(lambda: "closed" == FALSE)
                    .unit(1s)
                    .as('open_for')
                |alert()
                    .info(lambda: "open_for" > 3)
                    .stateChangesOnly()
                    .id('door')
                    .post('http://sink/x')
            """);
        await rig.Write("door closed=true 1700000000");
        await rig.Write("door closed=false 1700000052");

        for (var i = 0; i < 5; i++)
            await rig.Pass(1);
        await Until.True(() => rig.Posted.Count == 1);
        await rig.Write("door closed=true 1700000057");

        await Until.True(() => rig.Posted.Count == 2);
        rig.Posted.Should().Equal("/x door INFO", "/x door OK");
        rig.Requests[0].Should().Contain("\"time\":\"2023-11-14T22:14:16Z\"").And.Contain("open_for");
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
