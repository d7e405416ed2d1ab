using Tocsin.Dsl.Binding;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.GroupBy;

namespace Tocsin.Engine.Tests.Nodes.GroupBy;

public sealed class GroupByNodeTests
{
    [Fact]
    public void Names_are_sorted_and_a_missing_tag_is_empty() =>
        NodeHarness.OnStream(new GroupByNode("z", "b", "a")).Points("m,a=1,b=2 v=1 0").Emitted.Should().Equal("m,a=1,b=2 v=1 @0 {a=1,b=2,z=}");

    [Fact]
    public void No_names_put_everything_in_one_group() =>
        NodeHarness.OnStream(new GroupByNode()).GroupedBy("a").Points("m,a=1 v=1 0").Emitted.Should().Equal("m,a=1 v=1 @0 {}");

    [Fact]
    public void A_star_takes_all_tags_but_those_excluded()
    {
        var node = new GroupByNode(Star.Value);
        node.Exclude("b");

        NodeHarness.OnStream(node).Points("m,a=1,b=2,c=3 v=1 0").Emitted.Should().Equal("m,a=1,b=2,c=3 v=1 @0 {a=1,c=3}");
    }

    [Fact]
    public void Grouping_by_name_once_is_for_good() =>
        NodeHarness.OnStream(new GroupByNode("a")).GroupedBy(true).Points("m,a=1 v=1 0").Emitted.Should().Equal("m,a=1 v=1 @0 {m|a=1}");

    [Fact]
    public void Batches_are_gathered_until_another_time_comes()
    {
        var nodes = NodeHarness.OnBatches(new GroupByNode("c")).GroupedBy("h")
            .Batch(10, "m,h=A,c=0 v=1 3", "m,h=A,c=1 v=2 4")
            .Batch(10, "m,h=B,c=0 v=3 1");
        nodes.Emitted.Should().BeEmpty();
        nodes.Stats.WorkingCardinality.Should().Be(2);

        nodes.Batch(20, "m,h=A,c=0 v=4 15").Stop();

        nodes.Emitted.Should().Equal("m{c=0}@10[h=B:v=3@1 h=A:v=1@3]", "m{c=1}@10[h=A:v=2@4]");
    }

    [Fact]
    public void A_gathered_batch_is_named_after_the_first_that_brought_something()
    {
        var nodes = NodeHarness.OnBatches(new GroupByNode("c"))
            .Batch(10, "m,c=0 v=1 1").Batch(10, "n,c=0 v=2 2").Batch(10, "n,c=1 v=3 3").Barrier(11);

        nodes.Emitted.Should().Equal("m{c=0}@10[v=1@1 v=2@2]", "n{c=1}@10[v=3@3]", "barrier  @11");
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        this.Invoking(_ => new GroupByNode("")).Should().Throw<ScriptArgumentException>();
        this.Invoking(_ => new GroupByNode(5L)).Should().Throw<ScriptArgumentException>();
        this.Invoking(_ => new GroupByNode("a", Star.Value)).Should().Throw<ScriptArgumentException>();
        var node = new GroupByNode("a");
        node.Exclude("b");
        Problems.Of(node).Should().ContainSingle();
    }
}
