using Tocsin.Dsl.Time;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Barrier;

namespace Tocsin.Engine.Tests.Nodes.Barrier;

public sealed class BarrierNodeTests
{
    private static readonly Duration Second = new(Duration.Second);

    private readonly FakeTime _time = new();

    [Fact]
    public void Idle_time_goes_on_from_the_last_data()
    {
        var nodes = Idle().Points("m v=1 1000");

        Pass(nodes, 3);

        nodes.Emitted.Should().Equal("m v=1 @1000", "barrier  @1001", "barrier  @1002", "barrier  @1003");
    }

    [Fact]
    public void Where_time_passes_with_data_barriers_come_before_the_point_that_brings_the_time()
    {
        WithData(new BarrierNode { Idle = Second }).Points("m v=1 1000", "m v=2 1000.5", "m v=3 1003", "m v=4 1002")
            .Emitted.Should().Equal("m v=1 @1000", "m v=2 @1000.5", "barrier  @1001.5", "barrier  @1002.5", "m v=3 @1003");
        WithData(new BarrierNode { Period = Second }).GroupedBy("h").Points("m,h=a v=1 1000", "m,h=b v=1 1001.5", "m,h=b v=2 1002.2")
            .Emitted.Should().Equal("m,h=a v=1 @1000", "barrier h=a @1001", "m,h=b v=1 @1001.5", "barrier h=a @1002", "m,h=b v=2 @1002.2");
    }

    [Fact]
    public void A_point_that_is_years_ahead_is_not_waited_for()
    {
        CpuTime.Of(() => WithData(new BarrierNode { Period = Second }).Points("m v=1 1000", "m v=2 1600000000").Emitted.Should().EndWith("m v=2 @1600000000"))
            .Should().BeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_group_that_a_barrier_of_data_ended_begins_anew()
    {
        WithData(new BarrierNode { Idle = Second, Delete = true }).GroupedBy("h").Points("m,h=a v=1 1000", "m,h=a v=2 1005", "m,h=a v=3 1005.5")
            .Emitted.Where(line => line.StartsWith("barrier", StringComparison.Ordinal)).Should().ContainSingle();
    }

    private NodeHarness WithData(BarrierNode node) => NodeHarness.OnStream(_time, services => services with { TimePassesWithData = true }, node);

    [Fact]
    public void Data_puts_the_barrier_off()
    {
        var nodes = Idle().Points("m v=1 1000");
        Pass(nodes, 0.6);
        nodes.Points("m v=2 1001");
        Pass(nodes, 0.6);
        nodes.Emitted.Should().HaveCount(2);

        Pass(nodes, 0.4);

        nodes.Emitted.Should().EndWith("barrier  @1002");
    }

    [Fact]
    public void A_barrier_that_was_due_while_data_waited_is_not_sent()
    {
        var nodes = Idle().Points("m v=1 1000");
        _time.Advance(TimeSpan.FromSeconds(1)); // The timer has posted its run, behind the data that waits.
        nodes.Points("m v=2 1000.5").RunPosted();

        nodes.Points("m v=3 1001").Emitted.Should().Equal("m v=1 @1000", "m v=2 @1000.5", "m v=3 @1001");
    }

    [Fact]
    public void What_is_older_than_the_barrier_is_dropped_without_an_error()
    {
        var nodes = Idle().Points("m v=1 1000");
        Pass(nodes, 2);

        nodes.Points("m v=2 1001.9", "m v=3 1002").Barrier(1000).Barrier(1003);

        nodes.Emitted.Skip(3).Should().Equal("m v=3 @1002", "barrier  @1003");
        nodes.Stats.Errors.Should().Be(0);
    }

    [Fact]
    public void Groups_have_barriers_of_their_own()
    {
        var nodes = Idle().GroupedBy("h").Points("m,h=a v=1 1000");
        Pass(nodes, 0.5);
        nodes.Points("m,h=b v=1 10");

        Pass(nodes, 0.5);
        Pass(nodes, 0.5);

        nodes.Emitted.Skip(2).Should().Equal("barrier h=a @1001", "barrier h=b @11");
        nodes.Stats.WorkingCardinality.Should().Be(2);
    }

    [Fact]
    public void A_period_ticks_by_the_wall_whatever_comes()
    {
        var nodes = NodeHarness.OnStream(_time, new BarrierNode { Period = Second }).Points("m v=1 1000");
        Pass(nodes, 0.5);
        nodes.Points("m v=2 2000000000");
        Pass(nodes, 0.5);

        nodes.Emitted.Should().EndWith($"barrier  @{_time.GetUtcNow().ToUnixTimeSeconds()}");
    }

    [Fact]
    public void A_group_that_is_deleted_is_forgotten_with_its_barrier_and_may_come_back()
    {
        var nodes = NodeHarness.OnStream(_time, new BarrierNode { Idle = Second, Delete = true }).GroupedBy("h").Points("m,h=a v=1 1000");

        Pass(nodes, 5);
        nodes.Stats.WorkingCardinality.Should().Be(0);
        nodes.Points("m,h=a v=2 5");

        nodes.Emitted.Should().Equal("m,h=a v=1 @1000", "barrier h=a @1001", "delete h=a", "m,h=a v=2 @5");
        nodes.Stats.WorkingCardinality.Should().Be(1);
    }

    [Fact]
    public void Batches_pass_without_their_old_points_and_move_time_on_by_their_points()
    {
        var nodes = NodeHarness.OnBatches(_time, new BarrierNode { Idle = Second }).Batch(10, "m v=1 3", "m v=2 8");
        Pass(nodes, 1);

        nodes.Batch(20, "m v=3 8.5", "m v=4 12").Batch(30, "m v=5 1");

        nodes.Emitted.Should().Equal("m@10[v=1@3 v=2@8]", "barrier  @9", "m@20[v=4@12]", "m@30[]");
    }

    [Fact]
    public void A_group_that_began_with_an_empty_batch_goes_on_from_its_end()
    {
        var nodes = NodeHarness.OnBatches(_time, new BarrierNode { Idle = Second }).EmptyBatch(0, "m", 10);

        Pass(nodes, 1);

        nodes.Emitted.Should().Equal("m@10[]", "barrier  @11");
    }

    [Fact]
    public void Nothing_is_sent_after_the_end()
    {
        var nodes = Idle().Points("m v=1 1000").Stop();

        Pass(nodes, 5);

        nodes.Emitted.Should().Equal("m v=1 @1000");
    }

    [Theory]
    [InlineData(0, 0, "idle must be greater than zero")]
    [InlineData(-1, 0, "idle must be greater than zero")]
    [InlineData(0, -1, "period must be greater than zero")]
    [InlineData(1, 1, "both idle and period")]
    public void Bad_times_are_refused(long idle, long period, string why) =>
        Problems.Of(new BarrierNode { Idle = new(idle), Period = new(period) }).Should().Contain(problem => problem.Contains(why));

    private NodeHarness Idle() => NodeHarness.OnStream(_time, new BarrierNode { Idle = Second });

    private void Pass(NodeHarness nodes, double seconds)
    {
        // Second by second, so that what a timer posts runs before the next is due.
        for (; seconds > 0; seconds--)
        {
            _time.Advance(TimeSpan.FromSeconds(Math.Min(seconds, 1)));
            nodes.RunPosted();
        }
    }
}
