using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Alert;

namespace Tocsin.Engine.Tests.Nodes.Alert;

public sealed class AlertOutputTests
{
    [Fact]
    public void Only_what_triggered_is_passed_on()
    {
        var run = NodeHarness.OnStream(new AlertNode { Crit = Script.Lambda("\"v\" > 10.0") }).Points("m v=5 1", "m v=20 2", "m v=5 3", "m v=5 4");

        run.Emitted.Should().Equal("m v=20 @2", "m v=5 @3");
    }

    [Fact]
    public void Barriers_and_ends_of_groups_are_passed_on()
    {
        var run = NodeHarness.OnStream(new AlertNode { Crit = Script.Lambda("FALSE") }).GroupedBy("h")
            .Barrier(5, ("h", "a")).DeleteGroup(("h", "a"));

        run.Emitted.Should().HaveCount(2);
    }

    [Fact]
    public void Added_tags_do_not_change_the_group()
    {
        var node = new AlertNode { Crit = Script.Lambda("\"v\" > 10.0"), LevelTag = "l", IdTag = "i", Id = "x" };

        NodeHarness.OnStream(node).GroupedBy("h").Points("m,h=a v=20 1").Emitted.Should().Equal("m,h=a,i=x,l=CRITICAL v=20 @1 {h=a}");
    }

    [Fact]
    public void An_added_tag_that_overwrites_a_group_by_tag_moves_the_point()
    {
        var node = new AlertNode { Crit = Script.Lambda("\"v\" > 10.0"), LevelTag = "h" };

        NodeHarness.OnStream(node).GroupedBy("h").Points("m,h=a v=20 1").Emitted.Should().Equal("m,h=CRITICAL v=20 @1");
    }

    [Fact]
    public void Added_fields_overwrite_those_there_are_whatever_their_type()
    {
        var node = new AlertNode { Crit = Script.Lambda("\"v\" > 10.0"), LevelField = "v", DurationField = "s" };

        NodeHarness.OnStream(node).Points("m s=\"text\",v=20 1").Emitted.Should().Equal("m s=0i,v=\"CRITICAL\" @1");
    }
}
