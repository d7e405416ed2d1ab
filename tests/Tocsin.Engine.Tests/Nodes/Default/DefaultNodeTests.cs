using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Default;

namespace Tocsin.Engine.Tests.Nodes.Default;

public sealed class DefaultNodeTests
{
    [Fact]
    public void What_is_lacking_is_filled_and_counted()
    {
        var run = NodeHarness.OnStream(Full()).GroupedBy("h");

        run.Points("m b=2 1", "m,h=a,z=q f=0,s=\"\",t=false,i=\"other\" 2", "m,h=c,z=q i=1i 3", "n,h=c,z=q i=1i 3");

        run.Emitted.Should().Equal(
            "m,h=nn,z=zz b=2,f=2.5,i=5i,s=\"text\",t=true @1 {h=nn}",
            "m,h=a,z=q f=0,i=\"other\",s=\"\",t=false @2 {h=a}",
            "m,h=c,z=q f=2.5,i=1i,s=\"text\",t=true @3 {h=c}",
            "n,h=c,z=q f=2.5,i=1i,s=\"text\",t=true @3 {h=c}");
        Counters(run).Should().Be("fields_defaulted=10 tags_defaulted=2");
    }

    [Fact]
    public void The_last_default_of_a_name_counts_and_may_be_empty()
    {
        var node = new DefaultNode();
        node.Field("x", 1L);
        node.Field("x", 2L);
        node.Tag("t", "a");
        node.Tag("t", "b");
        node.Tag("e", "");

        var run = NodeHarness.OnStream(node).Points("m v=1 1", "m,t=q,e=r x=9i 2");

        run.Emitted.Should().Equal("m,e=,t=b v=1,x=2i @1 {}", "m,e=r,t=q x=9i @2 {}");
    }

    [Fact]
    public void A_field_without_a_value_is_filled()
    {
        var node = new DefaultNode();
        node.Field("s", "x");
        var given = NodeHarness.OnStream(new DefaultNode()).Points("m v=1 1").EmittedPoints[0];
        var layout = FieldLayout.Of(("s", FieldType.Null), ("v", FieldType.Float));

        var run = NodeHarness.OnStream(node).Feed(given.WithFields(layout, [0, BitConverter.DoubleToInt64Bits(3)], []));

        run.Emitted.Should().Equal("m s=\"x\",v=3 @1");
    }

    [Fact]
    public void In_a_batch_a_tag_becomes_what_it_is_grouped_by()
    {
        var node = new DefaultNode();
        node.Tag("z", "zz");

        var run = NodeHarness.OnBatches(node).GroupedBy("h").Batch(10, "m,h=x,o=1 v=1 1", "m,h=x,z=own v=2 2").EmptyBatch(0, "m", 20, ("h", ""));

        run.Emitted.Should().Equal("m{h=x,z=zz}@10[o=1:v=1@1 v=2@2]", "m{h=,z=zz}@20[]");
        run.EmittedBatches[0].Group.Id.Should().Be("h=x,z=zz");
        run.EmittedBatches[0].Points.Select(point => point.Tags.Find("z")).Should().Equal("zz", "own");
    }

    [Fact]
    public void Other_values_are_refused()
    {
        var set = () => new DefaultNode().Field("x", Duration.FromSeconds(1));

        set.Should().Throw<ScriptArgumentException>().WithMessage("the default of field \"x\" is a float, int, string or bool, not the duration 1s");
    }

    private static DefaultNode Full()
    {
        var node = new DefaultNode();
        node.Field("i", 5L);
        node.Field("f", 2.5);
        node.Field("s", "text");
        node.Field("t", true);
        node.Tag("h", "nn");
        node.Tag("z", "zz");
        return node;
    }

    private static string Counters(NodeHarness run) => string.Join(' ', run.Stats.Counters.Select(counter => $"{counter.Name}={counter.Value}"));
}
