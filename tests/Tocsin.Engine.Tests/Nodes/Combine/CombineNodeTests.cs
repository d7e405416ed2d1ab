using Tocsin.Dsl.Time;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Combine;

namespace Tocsin.Engine.Tests.Nodes.Combine;

public sealed class CombineNodeTests
{
    [Theory]
    [InlineData("\"s\" == 'login'; TRUE", "1/2 1/3")]
    [InlineData("TRUE; TRUE", "1/2 1/3 2/3")]
    [InlineData("TRUE; \"s\" == 'login'", "")]
    [InlineData("\"v\" > 1; TRUE", "2/1 3/1 2/3")]
    [InlineData("\"s\" == 'x' OR \"s\" == 'y'; \"s\" == 'y' OR \"s\" == 'login'", "2/1 3/1 2/3")]
    [InlineData("FALSE; TRUE", "")]
    public void Pairs_are_chosen_in_the_order_of_arrival(string lambdas, string pairs)
    {
        var run = NodeHarness.OnStream(Combine(lambdas, "l", "r"));

        run.Points("m,s=login v=1 0", "m,s=x v=2 0", "m,s=y v=3 0", "m,s=login v=4 1");

        string.Join(' ', run.EmittedPoints.Select(point => $"{point.Float(point.Layout.IndexOf("l.v"))}/{point.Float(point.Layout.IndexOf("r.v"))}"))
            .Should().Be(pairs);
    }

    [Fact]
    public void Fields_and_tags_are_called_by_the_expressions_and_group_tags_stay()
    {
        var node = Combine("TRUE; TRUE", "l", "r");
        node.Delimiter = "_";
        node.Tolerance = Duration.FromSeconds(10);
        var run = NodeHarness.OnStream(node).GroupedBy("dc");

        run.Points("m,dc=x,h=a v=1,s=\"q\" 1", "m,dc=y,h=c v=9 1", "m,dc=x,h=b v=2i,w=\"z\" 4", "m,dc=x v=3 14");

        run.Emitted.Should().Equal("m,dc=x,l_h=a,r_h=b l_s=\"q\",l_v=1,r_v=2i,r_w=\"z\" @0 {dc=x}");
        run.EmittedPoints[0].Series.Origin.Database.Should().BeEmpty();
    }

    [Fact]
    public void Three_of_a_batch_leave_as_points_at_its_end()
    {
        var run = NodeHarness.OnBatches(Combine("\"h\" == 'a'; \"h\" == 'b'; TRUE", "a", "b", "any"));

        run.Batch(10, "m,h=a v=1 1", "m,h=b v=2 1", "m,h=c v=3 1", "m,h=a v=4 2", "m,h=b v=5 2", "m,h=d v=6 2").Batch(20, "m,h=a v=1 11");

        run.Emitted.Should().Equal(
            "m,a.h=a,any.h=c,b.h=b a.v=1,any.v=3,b.v=2 @1 {}", "m,a.h=a,any.h=d,b.h=b a.v=4,any.v=6,b.v=5 @2 {}");
    }

    [Fact]
    public void Too_many_combinations_are_refused_and_the_node_goes_on()
    {
        var node = Combine("TRUE; TRUE", "l", "r");
        node.Max = 2;
        var run = NodeHarness.OnStream(node);

        run.Points("m v=1 0", "m v=2 0", "m v=3 1", "m v=4 1", "m v=5 1", "m v=6 2", "m v=7 2", "m v=8 3");

        run.Emitted.Should().Equal("m l.v=1,r.v=2 @0", "m l.v=6,r.v=7 @2");
        run.Stats.Errors.Should().Be(1);
        run.Logged.Should().ContainSingle().Which.Should().Contain("exceed max combinations 2");
    }

    [Fact]
    public void A_condition_that_has_no_value_is_an_error_and_not_met()
    {
        var run = NodeHarness.OnStream(Combine("\"v\" > 0; TRUE", "l", "r"));

        run.Points("m w=1 0", "m v=2 0", "m v=3 1");

        run.Emitted.Should().Equal("m l.v=2,r.w=1 @0");
        run.Stats.Errors.Should().Be(1);
        run.Logged.Should().ContainSingle().Which.Should().Contain("error evaluating lambda expression");
    }

    [Fact]
    public void A_barrier_past_the_points_makes_them_leave_and_the_end_of_a_group_drops_them()
    {
        var run = NodeHarness.OnStream(Combine("TRUE; TRUE", "l", "r"));

        run.Points("m v=1 0").Barrier(0).Points("m v=2 0").Barrier(5).Barrier(6).Points("m v=3 9", "m v=4 9").DeleteGroup().Barrier(10).Stop();

        run.Emitted.Should().Equal("barrier  @0", "m l.v=1,r.v=2 @0", "barrier  @5", "barrier  @6", "delete ", "barrier  @10");
    }

    [Theory]
    [InlineData("TRUE; TRUE", "", ".", "a call to combine.as() is required")]
    [InlineData("TRUE; TRUE", "a", ".", "number of prefixes specified by combine.as() must match the number of combine expressions")]
    [InlineData("TRUE; TRUE", "a.b c", ".", "cannot use name a.b as field prefix, it contains the delimiter character .")]
    [InlineData("TRUE; TRUE", "a a", ".", "cannot use the same prefix name")]
    [InlineData("TRUE", "a", "", "cannot use name a as field prefix")]
    public void Names_that_do_not_fit_refuse_the_script(string lambdas, string names, string delimiter, string message)
    {
        var node = Combine(lambdas, names.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        node.Delimiter = delimiter;

        Problems.Of(node).Should().ContainSingle().Which.Should().Contain(message);
    }

    [Fact]
    public void An_empty_name_refuses_the_script() =>
        Problems.Of(Combine("TRUE", "")).Should().ContainSingle().Which.Should().Contain("must provide a prefix name for the combine node");

    [Theory]
    [InlineData(3, 2, 3)]
    [InlineData(5, 3, 10)]
    [InlineData(2, 3, 0)]
    [InlineData(4, 4, 1)]
    public void Combinations_are_counted_and_visited(int things, int chosen, int count)
    {
        Combinations.Count(things, chosen, 1000).Should().Be(count);
        Combinations.Count(things, chosen, long.MaxValue).Should().Be(count);
        if (count == 0)
            return;

        var indices = new int[chosen];
        Combinations.Begin(indices);
        var seen = new List<string>();
        do
            seen.Add(string.Join(',', indices));
        while (Combinations.Next(indices, things));
        seen.Should().HaveCount(count).And.OnlyHaveUniqueItems().And.BeInAscendingOrder(StringComparer.Ordinal);
    }

    [Fact]
    public void A_count_beyond_all_bounds_stays_above_the_limit() =>
        Combinations.Count(100_000, 50, 1_000_000).Should().BeGreaterThan(1_000_000);

    private static CombineNode Combine(string lambdas, params string[] names)
    {
        var node = new CombineNode(Script.Lambdas(lambdas));
        node.As(names);
        return node;
    }
}
