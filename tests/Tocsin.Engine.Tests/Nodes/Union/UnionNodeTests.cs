using Tocsin.Dsl.Binding;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Union;

namespace Tocsin.Engine.Tests.Nodes.Union;

public sealed class UnionNodeTests
{
    [Fact]
    public void Everything_waits_until_all_have_reached_its_time_and_arguments_go_first()
    {
        var run = United(EdgeKind.Stream, 2).PointsTo(0, "a v=0 0", "a v=2 2", "a v=4 4", "a v=5 5", "a v=6 6");
        run.Emitted.Should().BeEmpty();

        run.PointsTo(1, "b v=0 0", "b v=4 4", "b v=5 5");
        run.Emitted.Should().Equal("b v=0 @0", "a v=0 @0", "a v=2 @2", "b v=4 @4", "a v=4 @4", "b v=5 @5", "a v=5 @5");

        run.Stop().Emitted.Skip(7).Should().Equal("a v=6 @6");
    }

    [Fact]
    public void Points_out_of_order_leave_behind_what_came_before_them()
    {
        var run = United(EdgeKind.Stream, 3);

        run.PointsTo(0, "a v=1i 10").PointsTo(1, "b v=2i 5").PointsTo(2, "c v=3i 7").PointsTo(1, "b v=4i 12").PointsTo(0, "a v=5i 3")
            .PointsTo(2, "c v=6i 20").PointsTo(0, "a v=7i 15").PointsTo(1, "b v=8i 14", "b v=9i 30").PointsTo(0, "a v=10i 31")
            .PointsTo(2, "c v=11i 32").Stop();

        run.Emitted.Should().Equal(
            "b v=2i @5", "c v=3i @7", "a v=1i @10", "a v=5i @3", "b v=4i @12", "b v=8i @14", "a v=7i @15", "c v=6i @20", "b v=9i @30",
            "a v=10i @31", "c v=11i @32");
    }

    [Fact]
    public void A_silent_parent_holds_everything_back_until_the_end_and_no_data_is_lost()
    {
        var run = United(EdgeKind.Stream, 2).PointsTo(0, "a,x=1 v=1,s=\"one\" 1", "a,x=2 v=2,s=\"two\" 2");

        run.Emitted.Should().BeEmpty();
        run.Stop().Emitted.Should().Equal("a,x=1 s=\"one\",v=1 @1 {}", "a,x=2 s=\"two\",v=2 @2 {}");
    }

    [Fact]
    public void Of_three_at_one_time_the_left_one_is_last()
    {
        var run = United(EdgeKind.Stream, 3).PointsTo(0, "a v=1 1").PointsTo(1, "b v=1 1").PointsTo(2, "c v=1 1");

        run.Emitted.Should().Equal("b v=1 @1", "c v=1 @1", "a v=1 @1");
    }

    [Fact]
    public void Renaming_changes_groups_by_measurement()
    {
        var run = United(EdgeKind.Stream, 1, "zz").GroupedBy(true).Points("a,x=1 v=1 1");

        run.Emitted.Should().Equal("zz,x=1 v=1 @1 {zz}");
    }

    [Fact]
    public void Batches_and_barriers_wait_alike()
    {
        var run = United(EdgeKind.Batch, 2, "n").BatchTo(0, 5, "a v=1 1").BarrierTo(0, 6).BatchTo(1, 5, "b v=2 2").BatchTo(1, 6, "b v=3 3");

        run.Emitted.Should().Equal("n@5[v=2@2]", "n@5[v=1@1]", "n@6[v=3@3]", "barrier  @6");
        run.EmittedBatches.SelectMany(batch => batch.Points).Should().OnlyContain(point => point.Name == "n");
    }

    private static NodeHarness United(EdgeKind kind, int parents, string name = "") =>
        NodeHarness.OfParents(kind, parents, _ => new UnionNode { Rename = name });
}
