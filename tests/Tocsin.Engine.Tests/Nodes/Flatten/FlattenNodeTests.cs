using Tocsin.Dsl.Time;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Flatten;

namespace Tocsin.Engine.Tests.Nodes.Flatten;

public sealed class FlattenNodeTests
{
    [Fact]
    public void Points_of_one_time_become_one_when_another_time_arrives()
    {
        var run = NodeHarness.OnStream(Flatten("port")).GroupedBy("h");

        run.Points("m,h=a,port=80 bytes=1,x=5 0", "m,h=a,port=443 bytes=2 0", "m,h=b,port=80 bytes=9 0", "m,h=a,port=80 bytes=3 1");

        run.Emitted.Should().Equal("m,h=a 443.bytes=2,80.bytes=1,80.x=5 @0");
        run.EmittedPoints[0].Series.Origin.Database.Should().BeEmpty();
    }

    [Fact]
    public void Later_values_replace_earlier_ones_of_any_type()
    {
        var run = NodeHarness.OnStream(Flatten("p"));

        run.Points("m,p=1 v=1,w=1 0", "m,p=1 v=\"s\" 0", "m,p=2 v=true 0", "m,p=1 v=2i 1", "m,p=1 v=3i 0", "m,p=1 v=4i 5");

        run.Emitted.Should().Equal("m 1.v=\"s\",1.w=1,2.v=true @0", "m 1.v=2i @1", "m 1.v=3i @0");
    }

    [Fact]
    public void Times_are_rounded_to_the_tolerance()
    {
        var node = Flatten("p");
        node.Tolerance = Duration.FromSeconds(2);

        var run = NodeHarness.OnStream(node).Points("m,p=a v=1 0", "m,p=b v=2 0.5", "m,p=c v=3 1", "m,p=a v=4 2", "m,p=a v=5 3");

        run.Emitted.Should().Equal("m a.v=1,b.v=2 @0", "m a.v=4,c.v=3 @2");
    }

    [Theory]
    [InlineData("h p", ".", false, "a.80.v=1,a.81.v=2")]
    [InlineData("p h", "_", false, "80_a_v=1,81_a_v=2")]
    [InlineData("h p", ".", true, "a.80=1,a.81=2")]
    [InlineData("h p", "", true, "a80=1,a81=2")]
    [InlineData("", ".", false, "v=2")]
    [InlineData("", ".", true, "=2")]
    public void Field_names_are_made_of_tags(string tags, string delimiter, bool drops, string fields)
    {
        var node = Flatten(tags.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        node.Delimiter = delimiter;
        node.DropOriginalFieldName(drops);

        var run = NodeHarness.OnStream(node).Points("m,h=a,p=80 v=1 0", "m,h=a,p=81 v=2 0", "m,h=a,p=80 v=3 1");

        run.Emitted.Should().Equal($"m {fields} @0");
    }

    [Fact]
    public void A_point_that_lacks_a_tag_is_an_error_and_leaves_no_trace_in_other_names()
    {
        var run = NodeHarness.OnStream(Flatten("h", "p"));

        run.Points("m,h=a,p=1 v=1 0", "m,h=b v=2 0", "m,h=b,p=2 v=3 0", "m,p=9 v=4 1", "m,h=a,p=1 v=5 2", "m,h=a,p=1 v=6 3");

        run.Emitted.Should().Equal("m a.1.v=1,b.2.v=3 @0", "m a.1.v=5 @2");
        run.Stats.Errors.Should().Be(2);
        run.Logged[0].Should().Contain("point missing tag for flatten operation").And.Contain("tag \"p\" is missing");
    }

    [Fact]
    public void A_batch_gives_a_point_for_each_time_in_a_row()
    {
        var run = NodeHarness.OnBatches(Flatten("p")).GroupedBy("h");

        run.Batch(10, "m,h=a,p=1 v=1 1", "m,h=a,p=2 v=2 1", "m,h=a,p=1 v=3 2", "m,h=a,p=1 v=4 1").Batch(20, "m,h=a v=1 11");

        run.Emitted.Should().Equal("m{h=a}@10[1.v=1,2.v=2@1 1.v=3@2 1.v=4@1]", "m{h=a}@20[]");
    }

    [Fact]
    public void A_barrier_past_a_group_s_points_makes_them_leave_and_the_end_of_the_group_drops_them()
    {
        var run = NodeHarness.OnStream(Flatten("p")).GroupedBy("h");

        run.Points("m,h=a,p=1 v=1 0", "m,h=b,p=1 v=1 0").Barrier(0, ("h", "a")).Points("m,h=a,p=2 v=2 0").Barrier(5, ("h", "a")).Barrier(6, ("h", "a"));
        run.Points("m,h=a,p=1 v=2 9").DeleteGroup(("h", "a")).Barrier(10, ("h", "a")).Stop();

        run.Emitted.Should().Equal(
            "barrier h=a @0", "m,h=a 1.v=1,2.v=2 @0", "barrier h=a @5", "barrier h=a @6", "delete h=a", "barrier h=a @10");
    }

    private static FlattenNode Flatten(params string[] tags)
    {
        var node = new FlattenNode();
        node.On(tags);
        return node;
    }
}
