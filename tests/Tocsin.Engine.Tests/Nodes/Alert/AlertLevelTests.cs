using Tocsin.Dsl.Time;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Alert;

namespace Tocsin.Engine.Tests.Nodes.Alert;

public sealed class AlertLevelTests
{
    [Theory]
    [InlineData("info>60 infoReset<50 warn>70 warnReset<60 crit>80 critReset<70", "61 73 64 85 62 56 47",
        "INFO@10+0 WARNING@20+10 WARNING@30+20 CRITICAL@40+30 INFO@50+40 INFO@60+50 OK@70+60")]
    [InlineData("crit>80 critReset<70", "85 75 69 75 81", "CRITICAL@10+0 CRITICAL@20+10 OK@30+20 CRITICAL@50+0")]
    [InlineData("info>10 warn>20 crit>30", "5 15 15 25 35 25 15 5 5",
        "INFO@20+0 INFO@30+10 WARNING@40+20 CRITICAL@50+30 WARNING@60+40 INFO@70+50 OK@80+60")]
    [InlineData("warn>20", "15 25 35 5", "WARNING@20+0 WARNING@30+10 OK@40+20")]
    public void Each_point_that_is_not_ok_is_an_event_and_so_is_the_recovery(string conditions, string values, string events) =>
        NodeHarness.OnStream(AlertRun.Node(conditions)).Values(values).Events().Should().Be(events);

    [Fact]
    public void State_changes_only_sends_changes_and_what_lasts_too_long()
    {
        var node = AlertRun.Node("info>10 warn>20 crit>30");
        node.StateChangesOnly(Duration.FromSeconds(25));

        var run = NodeHarness.OnStream(node).Values("5 15 15 15 15 15 35 35 35 35 35 5 5");

        run.Events().Should().Be("INFO@20+0 INFO@50+30 CRITICAL@70+50 CRITICAL@100+80 OK@120+100");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void State_changes_only_without_one_silence_sends_changes_only(int silences)
    {
        var node = AlertRun.Node("crit>10");
        node.StateChangesOnly([.. Enumerable.Repeat(Duration.FromSeconds(10), silences)]);

        NodeHarness.OnStream(node).Values("20 20 20 5 5 20").Events().Should().Be("CRITICAL@10+0 OK@40+30 CRITICAL@60+0");
    }

    [Fact]
    public void Without_recoveries_the_state_goes_on_all_the_same()
    {
        var node = AlertRun.Node("crit>10");
        node.NoRecoveries();

        NodeHarness.OnStream(node).Values("20 5 20 20").Events().Should().Be("CRITICAL@10+0 CRITICAL@30+0 CRITICAL@40+10");
    }

    [Fact]
    public void Flapping_is_told_by_the_weighted_share_of_changes()
    {
        var node = AlertRun.Node("crit>30");
        node.History = 5;
        node.Flapping(0.25, 0.5);

        var run = NodeHarness.OnStream(node).Values("1 40 1 40 1 40 1 40 1 40 40 40 40 40 40 40 40 1 1");

        run.EmittedPoints.Select(point => point.Time / 10_000_000_000).Should().Equal(2, 3, 14, 15, 16, 17, 18);
        run.Texts("level").Should().Equal("CRITICAL", "OK", "CRITICAL", "CRITICAL", "CRITICAL", "CRITICAL", "OK");
    }

    [Fact]
    public void A_first_trigger_that_flapping_hid_gives_the_longest_duration()
    {
        var node = AlertRun.Node("crit>30");
        node.History = 2;
        node.Flapping(0.5, 0.5);

        var run = NodeHarness.OnStream(node).Values("40 40");

        run.EmittedPoints.Should().ContainSingle().Which.Integer(run.EmittedPoints[0].Layout.IndexOf("d")).Should().Be(long.MaxValue);
    }

    [Fact]
    public void A_first_trigger_that_flapping_hid_gives_the_longest_duration_before_1970_too()
    {
        var node = AlertRun.Node("crit>30");
        node.History = 2;
        node.Flapping(0.5, 0.5);

        var run = NodeHarness.OnStream(node).Points("m v=40 -20", "m v=40 -10");

        run.EmittedPoints.Should().ContainSingle().Which.Integer(run.EmittedPoints[0].Layout.IndexOf("d")).Should().Be(long.MaxValue);
    }

    [Fact]
    public void What_functions_remember_is_one_for_all_groups()
    {
        var node = AlertRun.Node("crit>0");
        node.Crit = Script.Lambda("count() >= 3");

        var run = NodeHarness.OnStream(node).GroupedBy("h").Points("m,h=a v=1 1", "m,h=b v=1 2", "m,h=a v=1 3");

        run.Events().Should().Be("CRITICAL@3+0");
    }

    [Fact]
    public void A_condition_that_fails_is_counted_and_does_not_hold()
    {
        var node = AlertRun.Node("info>0 crit>0");
        node.Crit = Script.Lambda("\"nofield\" > 1.0");

        var run = NodeHarness.OnStream(node).Values("1");

        run.Events().Should().Be("INFO@10+0");
        run.Stats.Errors.Should().Be(1);
        run.Logged.Should().ContainSingle().Which.Should().Contain("error evaluating expression for level")
            .And.Contain("nofield").And.Contain("level=CRITICAL");
    }

    [Fact]
    public void A_reset_that_fails_lets_the_level_go()
    {
        var node = AlertRun.Node("crit>10");
        node.CritReset = Script.Lambda("\"nofield\" > 1.0");

        var run = NodeHarness.OnStream(node).Values("20 5");

        run.Events().Should().Be("CRITICAL@10+0 OK@20+10");
        run.Stats.Errors.Should().Be(1);
    }

    [Theory]
    [InlineData(1.5, 0.5)]
    [InlineData(0.5, 1.01)]
    public void Thresholds_above_1_refuse_the_script(double low, double high)
    {
        var node = AlertRun.Node("crit>10");
        node.Flapping(low, high);

        Problems.Of(node).Should().ContainSingle().Which.Should().Match($"*flapping({low}, {high})*between 0 and 1*");
    }

    [Fact]
    public void Events_are_counted_by_level()
    {
        var run = NodeHarness.OnStream(AlertRun.Node("info>10 warn>20 crit>30")).Values("5 15 15 25 35 25 15 5 5");

        new[] { "alerts_triggered", "oks_triggered", "infos_triggered", "warns_triggered", "crits_triggered", "alerts_inhibited" }
            .Select(run.Counted).Should().Equal(7, 1, 3, 2, 1, 0);
    }

    [Fact]
    public void A_deleted_group_begins_anew()
    {
        var run = NodeHarness.OnStream(AlertRun.Node("crit>10")).GroupedBy("h")
            .Points("m,h=a v=20 10").DeleteGroup(("h", "a")).Points("m,h=a v=5 20", "m,h=a v=20 30");

        run.Events().Should().Be("CRITICAL@10+0 CRITICAL@30+0");
    }

    [Fact]
    public void The_node_warns_of_resets_without_their_level() =>
        Problems.WarningsOf(new AlertNode { Crit = Script.Lambda("TRUE"), WarnReset = Script.Lambda("TRUE") })
            .Should().ContainSingle().Which.Should().Contain("warnReset does nothing without warn");
}
