using Tocsin.Dsl.Time;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Window;

namespace Tocsin.Engine.Tests.Nodes.Window;

public sealed class WindowNodeTests
{
    // period every options: times => batches as end[times]
    [Theory]
    [InlineData(10, 10, "", "0,3,9,10,27,37", "10[0,3,9] 20[10] 37[27]")]
    [InlineData(10, 0, "", "0,5,10,10,21", "0[0] 5[0,5] 10[5,10] 10[5,10,10] 21[21]")]
    [InlineData(10, 10, "align", "3,9,10,14,41,52", "10[3,9] 20[10,14] 50[41]")]
    [InlineData(10, 5, "align", "3,5,12,22", "5[3] 10[3,5] 15[5,12]")]
    [InlineData(10, 5, "fill", "3,8,12,13,19", "13[3,8,12] 18[8,12,13]")]
    [InlineData(10, 5, "fill align", "3,8,13,15,21", "15[8,13] 20[13,15]")]
    [InlineData(10, 5, "fill align", "0,8,10,15,21", "15[8,10] 20[10,15]")]
    [InlineData(10, 5, "", "0,4,100,104,105", "5[0,4] 105[100,104]")]
    [InlineData(5, 10, "", "0,4,6,10,16,20", "10[6] 20[16]")]
    [InlineData(10, 10, "", "0,12,5,8,22,40", "10[0] 22[12,5,8] 32[22]")]
    [InlineData(10, 0, "fill", "0,9,10,11", "10[9,10] 11[9,10,11]")]
    [InlineData(5, 10, "align", "3,8,12,17,25", "10[8] 20[17]")]
    [InlineData(604800, 604800, "align", "0,604800,1209600", "345600[0] 950400[604800]")]
    [InlineData(5, 0, "", "0,5,3,6", "0[0] 5[5] 6[5,3,6]")]
    [InlineData(10, 10, "align", "-25,-21,-20,-1,0,5,10", "-20[-25,-21] -10[-20] 0[-1] 10[0,5]")]
    public void Windows_by_time(int period, int every, string options, string times, string batches)
    {
        var run = NodeHarness.OnStream(new WindowNode
        {
            Period = Duration.FromSeconds(period),
            Every = Duration.FromSeconds(every),
            IsAligned = options.Contains("align"),
            FillsPeriod = options.Contains("fill"),
        });

        run.Points([.. times.Split(',').Select(time => $"m v={time} {time}")]);

        Batches(run).Should().Be(batches);
    }

    [Theory]
    [InlineData(3, 2, false, 6, "1[0,1] 3[1,2,3] 5[3,4,5]")]
    [InlineData(3, 2, true, 6, "2[0,1,2] 4[2,3,4]")]
    [InlineData(1, 1, false, 3, "0[0] 1[1] 2[2]")]
    [InlineData(2, 5, false, 12, "4[3,4] 9[8,9]")]
    [InlineData(2, 5, true, 12, "1[0,1] 6[5,6] 11[10,11]")]
    public void Windows_by_number(int period, int every, bool fills, int points, string batches)
    {
        var run = NodeHarness.OnStream(new WindowNode { PeriodCount = period, EveryCount = every, FillsPeriod = fills });

        run.Points([.. Enumerable.Range(0, points).Select(time => $"m v={time} {time}")]);

        Batches(run).Should().Be(batches);
    }

    [Fact]
    public void Each_group_has_its_windows_named_by_its_first_message_and_points_keep_their_tags()
    {
        var run = NodeHarness.OnStream(TenSeconds()).GroupedBy("h");

        run.Points("m,h=a,x=1 v=1 0", "n,h=a v=2 3", "m,h=b v=3 5", "m,h=a v=4 10", "n,h=b v=5 15");

        run.Emitted.Should().Equal("m{h=a}@10[x=1:v=1@0 v=2@3]", "m{h=b}@15[v=3@5]");
        run.Stats.WorkingCardinality.Should().Be(2);
    }

    [Fact]
    public void A_barrier_closes_a_window_that_is_due_and_goes_no_further()
    {
        var run = NodeHarness.OnStream(new WindowNode { Period = Duration.FromSeconds(10), Every = Duration.FromSeconds(5) });

        run.Points("m v=1 1000").Barrier(1001).Barrier(1004.9).Barrier(1005).Barrier(1009).Points("m v=2 1012");

        run.Emitted.Should().Equal("m@1005[v=1@1000]", "m@1010[v=1@1000]");
    }

    [Fact]
    public void Barriers_close_windows_of_every_zero_even_when_nothing_is_left_in_them()
    {
        var run = NodeHarness.OnStream(new WindowNode { Period = Duration.FromSeconds(2) });

        run.Points("m v=1 1000").Barrier(1001).Barrier(1002).Barrier(1003);

        run.Emitted.Should().Equal("m@1000[v=1@1000]", "m@1001[v=1@1000]", "m@1002[]", "m@1003[]");
    }

    [Fact]
    public void A_barrier_before_any_point_starts_the_group()
    {
        var run = NodeHarness.OnStream(TenSeconds());

        run.Barrier(3).Points("m v=1 5", "m v=2 13");

        run.Emitted.Should().Equal("barrier@13[v=1@5]");
    }

    [Fact]
    public void Windows_by_number_let_barriers_pass()
    {
        var run = NodeHarness.OnStream(new WindowNode { PeriodCount = 2, EveryCount = 2 });

        run.Points("m v=1 1").Barrier(5).Points("m v=2 6");

        run.Emitted.Should().Equal("barrier  @5", "m@6[v=1@1 v=2@6]");
    }

    [Fact]
    public void A_deleted_group_starts_over()
    {
        var run = NodeHarness.OnStream(TenSeconds()).GroupedBy("h");

        run.Points("m,h=a v=1 0").DeleteGroup(("h", "a")).Points("m,h=a v=2 9", "m,h=a v=3 12", "m,h=a v=4 19");

        run.Emitted.Should().Equal("delete h=a", "m{h=a}@19[v=2@9 v=3@12]");
    }

    [Fact]
    public void What_was_passed_on_does_not_change_when_the_window_goes_on()
    {
        var run = NodeHarness.OnStream(new WindowNode { Period = Duration.FromSeconds(50), Every = Duration.FromSeconds(1) });

        run.Points([.. Enumerable.Range(0, 300).Select(time => $"m v={time} {time}")]);

        run.EmittedBatches.Select(Print.Batch).Should().Equal(run.Emitted);
        run.EmittedBatches[^1].Points.Select(point => point.Float(0)).Should().Equal(Enumerable.Range(249, 50).Select(v => (double)v));
    }

    [Fact]
    public void Nothing_leaves_when_the_task_stops()
    {
        var run = NodeHarness.OnStream(TenSeconds());

        run.Points("m v=1 0").Stop();

        run.Emitted.Should().BeEmpty();
    }

    [Fact]
    public void Without_a_period_the_script_is_refused() =>
        Problems.Of(new WindowNode { Every = Duration.FromSeconds(5) }).Should().Equal("window: there is neither a period nor a periodCount");

    [Fact]
    public void What_cannot_be_together_is_refused()
    {
        Problems.Of(new WindowNode { Period = Duration.FromSeconds(1), PeriodCount = 5, EveryCount = 5 })
            .Should().ContainSingle().Which.Should().Contain("period and periodCount exclude each other");
        Problems.Of(new WindowNode { PeriodCount = 5, EveryCount = 5, IsAligned = true })
            .Should().ContainSingle().Which.Should().Contain("align works for windows by time only");
        Problems.Of(new WindowNode { PeriodCount = 5 }).Should().ContainSingle().Which.Should().Contain("everyCount must be greater than zero");
        Problems.Of(new WindowNode { Period = Duration.FromSeconds(-1) }).Should().ContainSingle().Which.Should().Contain("negative");
        Problems.Of(TenSeconds()).Should().BeEmpty();
    }

    private static WindowNode TenSeconds() => new() { Period = Duration.FromSeconds(10), Every = Duration.FromSeconds(10) };

    private static string Batches(NodeHarness run) => string.Join(' ', run.EmittedBatches.Select(batch =>
        $"{Print.Seconds(batch.Time)}[{string.Join(',', batch.Points.Select(point => Print.Seconds(point.Time)))}]"));
}
