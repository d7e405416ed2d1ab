using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Delete;

namespace Tocsin.Engine.Tests.Nodes.Delete;

public sealed class DeleteNodeTests
{
    [Fact]
    public void Fields_and_tags_go_and_are_counted()
    {
        var run = NodeHarness.OnStream(Delete("a nosuch", "rack")).GroupedBy("h", "dc");

        run.Points("m,h=x,dc=y,rack=1 a=1,b=\"s\",c=2 1", "m,h=x b=2 2", "m a=1 3", "m,rack=1 a=1,b=\"s\",c=3 4");

        run.Emitted.Should().Equal(
            "m,dc=y,h=x b=\"s\",c=2 @1", "m,h=x b=2 @2 {h=x,dc=}", "m  @3 {h=,dc=}", "m b=\"s\",c=3 @4 {h=,dc=}");
        string.Join(' ', run.Stats.Counters.Select(counter => $"{counter.Name}={counter.Value}")).Should().Be("fields_deleted=3 tags_deleted=2");
    }

    [Fact]
    public void A_tag_that_goes_is_no_longer_grouped_by()
    {
        var run = NodeHarness.OnStream(Delete("a", "h t")).GroupedBy("h", "t").Points("m,h=1,t=2 a=1,b=2 1", "m b=3 2");
        run.Emitted.Should().Equal("m b=2 @1", "m b=3 @2");

        NodeHarness.OnStream(Delete("", "h")).GroupedBy("h", "dc").Points("m,h=a,dc=x v=1 1", "m,dc=x v=2 2", "m v=3 3")
            .Emitted.Should().Equal("m,dc=x v=1 @1", "m,dc=x v=2 @2", "m v=3 @3 {dc=}");

        NodeHarness.OnStream(Delete("", "h")).GroupedBy(true, "h").Points("m,h=a v=1 1").Emitted.Should().Equal("m v=1 @1 {m}");
    }

    [Fact]
    public void In_a_batch_the_tags_left_are_what_it_is_grouped_by()
    {
        var run = NodeHarness.OnBatches(Delete("a", "h")).GroupedBy("dc", "h");

        run.Batch(10, "m,dc=x,h=1,o=2 a=1,b=2 1", "m,dc=x,h=1 a=1 2");

        run.Emitted.Should().Equal("m{dc=x}@10[o=2:b=2@1 @2]");
        run.EmittedBatches[0].Group.Id.Should().Be("dc=x");
    }

    private static DeleteNode Delete(string fields, string tags)
    {
        var node = new DeleteNode();
        foreach (var field in fields.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            node.Field(field);
        foreach (var tag in tags.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            node.Tag(tag);
        return node;
    }
}
