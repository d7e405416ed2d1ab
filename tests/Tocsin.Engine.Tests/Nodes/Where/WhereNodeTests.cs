using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Where;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Engine.Tests.Nodes.Where;

public sealed class WhereNodeTests
{
    [Theory]
    [InlineData("\"v\" > 1", "m,h=b v=5 2", "m,h=c v=3 3")]
    [InlineData("\"h\" == 'a'", "m,h=a v=1 1")]
    [InlineData("\"h\" =~ /[bc]/ AND \"v\" < 5", "m,h=c v=3 3")]
    [InlineData("TRUE", "m,h=a v=1 1", "m,h=b v=5 2", "m,h=c v=3 3")]
    [InlineData("unixNano(\"time\") == 2000000000", "m,h=b v=5 2")]
    public void Points_that_meet_the_condition_pass_unchanged(string condition, params string[] passed)
    {
        var run = NodeHarness.OnStream(Where(condition)).GroupedBy("h");

        run.Points("m,h=a v=1 1", "m,h=b v=5 2", "m,h=c v=3 3");

        run.Emitted.Should().Equal(passed.Select(line => line.Insert(line.LastIndexOf(' ') + 1, "@")));
        run.Stats.Errors.Should().Be(0);
        run.Stats.WorkingCardinality.Should().Be(3);
    }

    [Fact]
    public void A_condition_on_tags_is_judged_anew_when_a_field_takes_the_tags_name()
    {
        var run = NodeHarness.OnStream(Where("\"h\" == 'a'"));

        run.Points("m,h=a v=1 1", "m,h=a v=2 2", "m,h=a h=\"a\" 3", "m,h=a v=4 4", "m v=5 5", "m h=\"a\" 6");

        run.EmittedPoints.Select(point => point.Time / 1_000_000_000).Should().Equal(1, 2, 4, 6);
        run.Stats.Errors.Should().Be(2);
    }

    [Fact]
    public void A_point_that_cannot_be_judged_is_an_error_and_dropped()
    {
        var run = NodeHarness.OnStream(Where("\"h\" == 1"));

        run.Points("m,h=a v=1 1");

        run.Emitted.Should().BeEmpty();
        run.Stats.Errors.Should().Be(1);
        run.Logged.Should().ContainSingle().Which.Should().Contain("error while evaluating expression");
    }

    [Fact]
    public void Points_without_end_that_fail_are_logged_once_a_while_with_their_number()
    {
        var time = new FakeTime();
        var run = NodeHarness.OnStream(time, Where("\"h\" == 1"));

        for (var i = 0; i < 1000; i++)
            run.Points($"m,h=a v=1 {i}");
        time.Advance(TimeSpan.FromSeconds(10));
        run.Points("m,h=a v=1 1000");

        run.Stats.Errors.Should().Be(1001);
        run.Logged.Should().HaveCount(2);
        run.Logged[0].Should().Contain("unlogged=0");
        run.Logged[1].Should().Contain("unlogged=999");
    }

    [Fact]
    public void Quiet_counts_the_error_and_logs_nothing()
    {
        var node = Where("\"v\" > 1");
        node.Quiet();
        var run = NodeHarness.OnStream(node);

        run.Points("m w=1 1");

        run.Stats.Errors.Should().Be(1);
        run.Logged.Should().BeEmpty();
    }

    [Fact]
    public void A_batch_whose_points_are_all_dropped_leaves_empty()
    {
        var run = NodeHarness.OnBatches(Where("\"v\" > 1")).GroupedBy("h");

        run.Batch(10, "m,h=a v=1 1", "m,h=a v=2 2", "m,h=a w=2 3").Batch(20, "m,h=a v=0 11").Batch(30, "m,h=a v=9 21");

        run.Emitted.Should().Equal("m{h=a}@10[v=2@2]", "m{h=a}@20[]", "m{h=a}@30[v=9@21]");
        run.Stats.Errors.Should().Be(1);
    }

    [Fact]
    public void Functions_remember_per_group_until_the_group_ends()
    {
        var run = NodeHarness.OnStream(Where("count() < 3")).GroupedBy("h");

        run.Points("m,h=a v=1 1", "m,h=a v=1 2", "m,h=a v=1 3", "m,h=b v=1 4").DeleteGroup(("h", "a")).Points("m,h=a v=1 5");

        run.Emitted.Should().Equal("m,h=a v=1 @1", "m,h=a v=1 @2", "m,h=b v=1 @4", "delete h=a", "m,h=a v=1 @5");
        run.Stats.WorkingCardinality.Should().Be(2);
    }

    [Fact]
    public void Barriers_pass()
    {
        var run = NodeHarness.OnStream(Where("FALSE")).GroupedBy("h");

        run.Barrier(5, ("h", "a"));

        run.Emitted.Should().Equal("barrier h=a @5");
    }

    [Fact]
    public void A_condition_that_can_never_be_judged_refuses_the_start()
    {
        var start = () => NodeHarness.OnStream(Where("1 + 'a' == 2"));

        start.Should().Throw<TaskStartException>().WithMessage("*Failed to compile expression in where clause: *mismatched type*");
    }

    private static WhereNode Where(string condition) => new(Script.Lambda(condition));
}
