using FsCheck;
using FsCheck.Fluent;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Join;

namespace Tocsin.Engine.Tests.Nodes.Join;

public sealed class JoinNodeTests
{
    [Fact]
    public void A_complete_set_leaves_at_once_and_an_incomplete_one_is_dropped_when_all_are_past_it()
    {
        var run = Stream("none").PointsTo(0, "a v=1 0").PointsTo(1, "b v=10 0", "b v=20 1");

        run.Emitted.Should().Equal("a l.v=1,r.v=10 @0");

        run.PointsTo(0, "a v=2 1", "a v=3 2", "a v=4 3");
        run.Emitted.Should().HaveCount(2);

        run.PointsTo(1, "b v=40 3");
        run.Emitted.Skip(1).Should().Equal("a l.v=2,r.v=20 @1", "a l.v=4,r.v=40 @3");
    }

    [Fact]
    public void Fields_of_a_parent_that_is_not_known_are_filled_by_the_names_of_the_first()
    {
        var run = Stream("null").PointsTo(0, "a v=1,w=2 0").BarrierTo(1, 1).BarrierTo(0, 1);

        run.Emitted.Where(line => line[0] == 'a').Should().Equal("a l.v=1,l.w=2,r.v=null,r.w=null @0");
    }

    [Theory]
    [InlineData("zero", "a l.s=\"x\",l.v=1i,r.s=0i,r.v=0i @0")]
    [InlineData("half", "a l.s=\"x\",l.v=1i,r.s=-0.5,r.v=-0.5 @0")]
    public void Numbers_fill(string fill, string filled)
    {
        var run = Stream(fill == "zero" ? (object)0L : -0.5).PointsTo(0, "a v=1i,s=\"x\" 0");

        run.Emitted.Should().BeEmpty();
        run.BarrierTo(1, 1).BarrierTo(0, 1).Emitted.Should().Contain(filled);
    }

    [Fact]
    public void Times_are_rounded_to_the_tolerance()
    {
        var run = Stream("none", node => node.Tolerance = Duration.FromSeconds(5));

        run.PointsTo(0, "a v=1 1").PointsTo(1, "b v=2 2", "b v=3 3").PointsTo(0, "a v=4 4", "a v=8 8").PointsTo(1, "b v=7 7").Stop();

        run.Emitted.Should().Equal("a l.v=1,r.v=2 @0", "a l.v=4,r.v=3 @5");
    }

    [Fact]
    public void Points_of_one_time_pair_up_in_order()
    {
        var run = Stream("none").PointsTo(0, "a v=1 1", "a v=2 1").PointsTo(1, "b v=10 1", "b v=20 1", "b v=30 1");

        run.PointsTo(0, "a v=3 2").PointsTo(1, "b v=40 2");

        run.Emitted.Should().Equal("a l.v=1,r.v=10 @1", "a l.v=2,r.v=20 @1", "a l.v=3,r.v=40 @2");
    }

    [Fact]
    public void Duplicates_within_the_tolerance_wait_for_their_partners()
    {
        var run = Stream("null", node => node.Tolerance = Duration.FromSeconds(10));

        run.PointsTo(0, "a v=1 0", "a v=2 1", "a v=3 2").PointsTo(1, "b v=10 0", "b v=20 3").PointsTo(0, "a v=4 10")
            .PointsTo(1, "b v=30 11", "b v=40 12").PointsTo(0, "a v=5 20").PointsTo(1, "b v=50 20").Stop();

        run.Emitted.Should().Equal(
            "a l.v=1,r.v=10 @0", "a l.v=2,r.v=20 @0", "a l.v=3,r.v=null @0", "a l.v=4,r.v=30 @10", "a l.v=null,r.v=40 @10",
            "a l.v=5,r.v=50 @20");
    }

    [Fact]
    public void Groups_join_for_themselves_and_keep_only_their_tags()
    {
        var run = Stream("none").GroupedBy("h");

        run.PointsTo(0, "a,h=x,o=1 v=1 0", "a,h=y v=2 0").PointsTo(1, "b,h=y v=3 0", "b,h=x,o=2 v=4 0");

        run.Emitted.Should().Equal("a,h=y l.v=2,r.v=3 @0", "a,h=x l.v=1,r.v=4 @0");
        run.Stats.WorkingCardinality.Should().Be(2);
    }

    [Fact]
    public void Groups_by_measurement_never_meet()
    {
        var run = Stream("none").GroupedBy(true);

        run.PointsTo(0, "a v=1 0", "a v=1 1").PointsTo(1, "b v=1 0", "b v=1 1").Stop();

        run.Emitted.Should().BeEmpty();
    }

    [Fact]
    public void Three_parents_with_another_delimiter_and_name()
    {
        var run = Joined(EdgeKind.Stream, 3, "null", node =>
        {
            node.As("a", "b", "c");
            node.StreamName = "all";
            node.Delimiter = "_";
        });

        run.PointsTo(0, "a v=1i 0").PointsTo(1, "b v=2i 0").PointsTo(2, "c v=3i 0").PointsTo(0, "a v=4i 1").PointsTo(2, "c v=5i 1")
            .PointsTo(1, "b v=6i 2").PointsTo(0, "a v=7i 3").PointsTo(2, "c v=8i 3").BarrierTo(1, 3);

        run.Emitted.Should().StartWith(
            ["all a_v=1i,b_v=2i,c_v=3i @0", "all a_v=4i,b_v=null,c_v=5i @1", "all a_v=null,b_v=6i,c_v=null @2"]);
    }

    [Fact]
    public void Without_a_delimiter_names_may_meet_and_the_later_counts()
    {
        var run = Stream("none", node =>
        {
            node.As("a", "ab");
            node.Delimiter = "";
        });

        run.PointsTo(0, "m bv=1 0").PointsTo(1, "m v=\"later\" 0");

        run.Emitted.Should().Equal("m abv=\"later\" @0");
    }

    [Fact]
    public void One_parent_joins_with_itself()
    {
        var run = Joined(EdgeKind.Stream, 1, "none", node => node.As("only"));

        run.Points("a v=1 0", "a v=2,w=3 1");

        run.Emitted.Should().Equal("a only.v=1 @0", "a only.v=2,only.w=3 @1");
    }

    [Fact]
    public void Barriers_release_what_waits_and_pass()
    {
        var run = Stream(0L).PointsTo(0, "a v=1 1000").PointsTo(1, "b v=1 1000").PointsTo(0, "a v=2 1001");

        run.BarrierTo(0, 1002).BarrierTo(1, 1001.5);

        run.Emitted.Should().Equal("a l.v=1,r.v=1 @1000", "barrier  @1002", "a l.v=2,r.v=0i @1001", "barrier  @1001.5");
    }

    [Fact]
    public void The_end_of_a_group_goes_no_further()
    {
        var run = Stream("none").PointsTo(0, "a v=1 1").DeleteGroup().PointsTo(1, "b v=2 1");

        run.Emitted.Should().Equal("a l.v=1,r.v=2 @1");
    }

    [Fact]
    public void The_end_of_a_group_ends_it_here_where_the_script_says_so()
    {
        var run = Stream("none", node => node.DeleteAll = true).PointsTo(0, "a v=1 1").DeleteGroup().PointsTo(1, "b v=2 1").PointsTo(0, "a v=3 2").PointsTo(1, "b v=4 2");

        run.Emitted.Should().HaveCount(2);
        run.Emitted[0].Should().StartWith("delete ");
        run.Emitted[1].Should().Be("a l.v=3,r.v=4 @2");
    }

    [Fact]
    public void A_point_that_waits_outlives_its_write()
    {
        var run = Stream("none").PointsTo(0, "a v=1,s=\"kept\" 1", "a v=2,s=\"second\" 2").PointsTo(1, "b v=9 1");

        run.Emitted.Should().Equal("a l.s=\"kept\",l.v=1,r.v=9 @1");
    }

    [Fact]
    public void A_silent_parent_is_caught_up_with()
    {
        var run = Stream("none");
        for (var time = 0; time < 500; time++)
            run.PointsTo(0, $"a v={time} {time}");
        for (var time = 0; time < 500; time += 7)
            run.PointsTo(1, $"b v={time} {time}");

        run.Emitted.Should().Equal(Enumerable.Range(0, 72).Select(i => $"a l.v={7 * i},r.v={7 * i} @{7 * i}"));
    }

    [Fact]
    public void Batches_of_one_time_become_one_and_their_points_join_by_time()
    {
        var inner = Batches("none").BatchTo(0, 4, "a v=1i 0", "a v=2i 1", "a v=3i 3").BatchTo(1, 4, "b v=10i 0", "b v=20i 2", "b v=30i 3");
        var outer = Batches("null").BatchTo(0, 4, "a v=1i 0", "a v=2i 1", "a v=3i 3").BatchTo(1, 4, "b v=10i 0", "b v=20i 2", "b v=30i 3");

        inner.Emitted.Should().Equal("a@4[l.v=1i,r.v=10i@0 l.v=3i,r.v=30i@3]");
        outer.Emitted.Should().Equal("a@4[l.v=1i,r.v=10i@0 l.v=2i,r.v=null@1 l.v=null,r.v=20i@2 l.v=3i,r.v=30i@3]");
    }

    [Fact]
    public void Batches_without_a_partner_become_empty_or_are_filled()
    {
        var inner = Batches("none").BatchTo(0, 5, "a v=1 1").BatchTo(1, 10, "b v=2 6").BatchTo(0, 15, "a v=3 11").BatchTo(1, 15, "b v=4 11");
        var outer = Batches("null").BatchTo(0, 5, "a v=1 1").BatchTo(1, 10, "b v=2 6").BatchTo(0, 15, "a v=3 11").BatchTo(1, 15, "b v=4 11");

        inner.Emitted.Should().Equal("a@5[]", "a@10[]", "a@15[l.v=3,r.v=4@11]");
        outer.Emitted.Should().Equal("a@5[l.v=1,r.v=null@1]", "a@10[l.v=null,r.v=2@6]", "a@15[l.v=3,r.v=4@11]");
    }

    [Fact]
    public void Points_of_batches_are_rounded_too()
    {
        var run = Batches(0L, node => node.Tolerance = Duration.FromSeconds(2));

        run.BatchTo(0, 12, "a v=5i 8", "a v=6i 9").BatchTo(1, 12, "b v=50i 8.5");

        run.Emitted.Should().Equal("a@12[l.v=5i,r.v=50i@8 l.v=6i,r.v=0i@10]");
    }

    [Fact]
    public void On_joins_the_many_with_the_one_they_belong_to()
    {
        var run = Stream("none", node => node.On("b"));

        run.GroupedBy("b", "f").PointsTo(1, "floor,b=x,f=1 v=1 0", "floor,b=x,f=2 v=2 0").GroupedBy("b").PointsTo(0, "building,b=x v=9 0");

        run.Emitted.Should().Equal("building,b=x,f=1 l.v=9,r.v=1 @0", "building,b=x,f=2 l.v=9,r.v=2 @0");
    }

    [Fact]
    public void On_sends_what_can_no_longer_be_matched_alone()
    {
        var run = Stream(0.0, node => node.On("b"));

        run.GroupedBy("b").PointsTo(0, "building,b=x v=9 0").GroupedBy("b", "f")
            .PointsTo(1, "floor,b=x,f=1 v=1 0", "floor,b=x,f=1 v=2 2", "floor,b=x,f=1 v=3 4").GroupedBy("b")
            .PointsTo(0, "building,b=x v=8 4").Stop();

        run.Emitted.Should().Equal(
            "building,b=x,f=1 l.v=9,r.v=1 @0", "building,b=x,f=1 l.v=0,r.v=2 @2", "building,b=x,f=1 l.v=8,r.v=3 @4");
    }

    [Fact]
    public void On_says_nothing_while_only_one_parent_reports()
    {
        var run = Stream("null", node => node.On("b")).GroupedBy("b", "f").PointsTo(1, "floor,b=x,f=1 v=1 0", "floor,b=x,f=1 v=1 1").Stop();

        run.Emitted.Should().BeEmpty();
    }

    [Fact]
    public void What_cannot_fill_refuses_the_script()
    {
        var node = new JoinNode { Fill = "prev" };
        node.As("a");

        Problems.Of(node).Should().Equal("join: it cannot fill with the string 'prev'");
        Problems.HintsOf(node).Should().Equal("write 'none', 'null' or a number");
    }

    [Theory]
    [InlineData("", ".", "the prefixes of the fields are missing")]
    [InlineData("a", ".", "as() gives 1 prefixes for 2 joined nodes")]
    [InlineData("a,b,c", ".", "as() gives 3 prefixes for 2 joined nodes")]
    [InlineData("a,", ".", "a prefix in as() is empty")]
    [InlineData("a,b.c", ".", "the prefix 'b.c' contains the delimiter '.'")]
    [InlineData("a,a", ".", "are not all different")]
    [InlineData("a,b.c", "#", null)]
    [InlineData("a,b", "", null)]
    public void Prefixes_must_fit(string prefixes, string delimiter, string? problem)
    {
        // What the other node is does not matter, only that there is one.
        var node = new JoinNode([null!]) { Delimiter = delimiter };
        node.As(prefixes.Length == 0 ? [] : prefixes.Split(','));

        var problems = Problems.Of(node);

        if (problem is null)
            problems.Should().BeEmpty();
        else
            problems.Should().ContainSingle().Which.Should().Contain(problem);
    }

    [Fact]
    public void An_inner_join_of_streams_in_order_is_the_join_by_time()
    {
        Prop.ForAll<byte[], byte[]>((left, right) =>
        {
            int[] leftTimes = [.. left.Select(value => (int)value).Distinct().Order()];
            int[] rightTimes = [.. right.Select(value => (int)value).Distinct().Order()];
            var run = Stream("none");
            run.PointsTo(0, [.. leftTimes.Select(time => $"a v={time}i {time}")]);
            run.PointsTo(1, [.. rightTimes.Select(time => $"b v={time}i {time}")]);

            run.Stop().Emitted.Should().Equal(leftTimes.Intersect(rightTimes).Select(time => $"a l.v={time}i,r.v={time}i @{time}"));
        }).QuickCheckThrowOnFailure();
    }

    private static NodeHarness Stream(object fill, Action<JoinNode>? set = null) => Joined(EdgeKind.Stream, 2, fill, set);

    private static NodeHarness Batches(object fill, Action<JoinNode>? set = null) => Joined(EdgeKind.Batch, 2, fill, set);

    private static NodeHarness Joined(EdgeKind kind, int parents, object fill, Action<JoinNode>? set) =>
        NodeHarness.OfParents(kind, parents, others =>
        {
            var node = new JoinNode(others) { Fill = fill };
            node.As("l", "r");
            set?.Invoke(node);
            return node;
        });
}
