using Tocsin.Dsl.Data;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.ChangeDetect;

namespace Tocsin.Engine.Tests.Nodes.ChangeDetect;

public sealed class ChangeDetectNodeTests
{
    [Theory]
    [InlineData("v=1i;v=1i;v=1;w=1;v=1;v=1i", "0 2 5", 1)]
    [InlineData("v=\"a\";v=\"a\";v=\"b\";v=true;v=true;v=false", "0 2 3 5", 0)]
    [InlineData("v=0;v=-0;v=1", "0 2", 0)]
    public void Points_pass_when_the_field_differs_in_value_or_type(string points, string passed, int errors)
    {
        var run = NodeHarness.OnStream(new ChangeDetectNode("v"));

        run.Points([.. points.Split(';').Select((fields, time) => $"m {fields} {time}")]);

        run.EmittedPoints.Select(point => point.Time / 1_000_000_000).Should().Equal(passed.Split(' ').Select(long.Parse));
        run.Stats.Errors.Should().Be(errors);
    }

    [Fact]
    public void Any_of_several_fields_will_do_and_a_fields_return_is_a_change()
    {
        var run = NodeHarness.OnStream(new ChangeDetectNode("a", "b"));

        run.Points("m a=1,b=1 0", "m a=1,b=2 1", "m a=2 2", "m a=2,b=2 3", "m a=2 4", "m a=2,b=2 5");

        // At 4 nothing changes but b is missing; at 2 the change is found before b is looked at.
        run.EmittedPoints.Select(point => point.Time / 1_000_000_000).Should().Equal(0, 1, 2, 3);
        run.Stats.Errors.Should().Be(1);
        run.Logged.Should().ContainSingle().Which.Should().Contain("Invalid field in change detect").And.Contain("expected field b not found");
    }

    [Fact]
    public void A_field_without_a_value_equals_none()
    {
        var run = NodeHarness.OnStream(new ChangeDetectNode("v")).Points("m v=1 1");
        var first = run.EmittedPoints[0];
        var layout = FieldLayout.Of(("v", FieldType.Null));

        NodeHarness.OnStream(new ChangeDetectNode("v")).Feed(first.WithFields(layout, [0], [])).Emitted.Should().BeEmpty();
    }

    [Fact]
    public void Without_fields_nothing_passes() =>
        NodeHarness.OnStream(new ChangeDetectNode()).Points("m v=1 1", "m v=2 2").Emitted.Should().BeEmpty();

    [Fact]
    public void Each_group_and_each_batch_begins_anew()
    {
        NodeHarness.OnStream(new ChangeDetectNode("v")).GroupedBy("h")
            .Points("m,h=a v=1 1", "m,h=b v=1 2", "m,h=a v=1 3").DeleteGroup(("h", "a")).Points("m,h=a v=1 4")
            .Emitted.Should().Equal("m,h=a v=1 @1", "m,h=b v=1 @2", "delete h=a", "m,h=a v=1 @4");

        NodeHarness.OnBatches(new ChangeDetectNode("v")).Batch(10, "m v=1 1", "m v=1 2", "m v=2 3").Batch(20, "m v=2 11")
            .Emitted.Should().Equal("m@10[v=1@1 v=2@3]", "m@20[v=2@11]");
    }
}
