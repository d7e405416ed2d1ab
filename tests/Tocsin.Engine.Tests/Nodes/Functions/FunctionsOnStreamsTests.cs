using Tocsin.Dsl.Time;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Functions;
using Tocsin.Pipelines.Nodes.Functions.Aggregates;
using Tocsin.Pipelines.Nodes.Functions.Selectors;
using Tocsin.Pipelines.Nodes.Functions.Sets;
using Tocsin.Pipelines.Nodes.Functions.Transformations;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Nodes.Window;

namespace Tocsin.Engine.Tests.Nodes.Functions;

public sealed class FunctionsOnStreamsTests
{
    public static TheoryData<ProcessingNode, string> Results => new()
    {
        { new CountNode("v"), "m count=3i @1;m count=1i @2" },
        { new FirstNode("v"), "m first=5 @1;m first=1 @2" },
        { new LastNode("v"), "m last=5 @1;m last=1 @2" },
        { new MaxNode("v"), "m max=5 @1;m max=1 @2" },
        { new SumNode("v"), "m sum=9 @1;m sum=1 @2" },
        { new TopNode(2, "v"), "m@1[top=5@1 top=3@1];m@2[top=1@2]" },
        { new BottomNode(2, "v"), "m@1[bottom=1@1 bottom=3@1];m@2[bottom=1@2]" },
        { new PercentileNode("v", 50), "m percentile=3 @1;m percentile=1 @2" },
        { new DifferenceNode("v"), "m difference=-2 @2;m difference=8 @3" },
        { new CumulativeSumNode("v"), "m cumulativeSum=3 @1;m cumulativeSum=4 @1;m cumulativeSum=9 @1;m cumulativeSum=10 @2;m cumulativeSum=19 @3" },
        { new ElapsedNode("v", Duration.FromMilliseconds(500)), "m elapsed=0i @1;m elapsed=0i @1;m elapsed=2i @2;m elapsed=2i @3" },
    };

    [Theory]
    [MemberData(nameof(Results))]
    public void A_function_of_the_points_of_one_time(ProcessingNode node, string results)
    {
        var run = NodeHarness.OnStream(node);

        run.Points("m v=3 1", "m v=1 1", "m v=5 1", "m v=1 2", "m v=9 3").Stop();

        string.Join(';', run.Emitted).Should().Be(results);
    }

    [Fact]
    public void A_barrier_past_the_points_of_a_time_closes_them_once()
    {
        var run = NodeHarness.OnStream(new CountNode("v"));

        run.Points("m v=3 1", "m v=1 1").Barrier(1).Barrier(2).Barrier(3).Points("m v=3 4").Stop();

        run.Emitted.Should().Equal("barrier  @1", "m count=2i @1", "barrier  @2", "barrier  @3");
    }

    [Fact]
    public void A_window_that_a_barrier_closes_counts_no_points()
    {
        var window = new WindowNode { Period = Duration.FromSeconds(5), Every = Duration.FromSeconds(5) };

        var run = NodeHarness.OnStream(window, new CountNode("v")).Points("m v=3 1000").Barrier(1005).Barrier(1010);

        run.EmittedPoints.Select(point => point.Integer(0)).Should().Equal(1, 0);
    }

    [Fact]
    public void Any_change_of_time_closes_and_each_group_for_itself()
    {
        var run = NodeHarness.OnStream(new CountNode("v")).GroupedBy("h");

        run.Points("m,h=a v=1 2", "m,h=b v=1 2", "m,h=a v=1 3", "m,h=a v=1 2", "m,h=a v=1 2", "m,h=a v=1 4");

        run.Emitted.Should().Equal("m,h=a count=1i @2", "m,h=a count=1i @3", "m,h=a count=2i @2");
    }

    [Fact]
    public void A_time_without_a_usable_value_gives_nothing()
    {
        foreach (var node in new FunctionNode[] { new CountNode("v"), new SumNode("v") })
        {
            var run = NodeHarness.OnStream(node);

            run.Points("m w=1 1", "m v=1 2", "m w=1 2", "m v=1 3");

            run.Emitted.Should().HaveCount(1).And.Contain(line => line.EndsWith("@2"));
            run.Stats.Errors.Should().Be(2);
        }
    }

    [Fact]
    public void The_result_is_named_by_the_first_point_of_its_time()
    {
        var run = NodeHarness.OnStream(new SumNode("v")).GroupedBy("h");

        run.Points("m,h=a v=1i 0", "n,h=a v=2i 0", "n,h=a v=2i 1", "n,h=a v=2i 2", "m,h=a v=2i 3", "m,h=a v=2i 4");

        run.Emitted.Should().Equal("m,h=a sum=3i @0", "n,h=a sum=2i @1", "n,h=a sum=2i @2", "m,h=a sum=2i @3");
    }

    [Fact]
    public void A_selector_keeps_a_point_beyond_its_write()
    {
        var run = NodeHarness.OnStream(new MaxNode("v"));

        run.Points("m,x=1 v=9,s=\"nine\" 1", "m,x=2 v=2,s=\"two\" 1", "m,x=3 v=1,s=\"one\" 2");

        run.Emitted.Should().Equal("m,x=1 max=9,s=\"nine\" @1 {}");
    }

    [Fact]
    public void Results_of_windows_can_be_windowed_again()
    {
        var run = NodeHarness.OnStream(Window(10), new MeanNode("v"), Window(30), new MeanNode("mean"));

        run.Points([.. Enumerable.Range(0, 30).Select(i => $"m v={i} {5 * i}")]);

        run.Emitted.Should().Equal("m mean=2.5 @40", "m mean=8.5 @70", "m mean=14.5 @100", "m mean=20.5 @130");
    }

    private static WindowNode Window(int seconds) =>
        new() { Period = Duration.FromSeconds(seconds), Every = Duration.FromSeconds(seconds) };
}
