using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Alert;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Nodes.Alert;

public sealed class AlertTopicTests
{
    [Fact]
    public async Task Events_reach_the_handlers_of_the_named_topic_in_order()
    {
        await using var rig = new AlertRig();
        var handler = await rig.Define("t", "h");
        var node = AlertRun.Node("info>10 warn>20 crit>30");
        node.Topic = "t";

        NodeHarness.OnStream(rig.Alerts, node).GroupedBy("h").Points("m,h=a v=15 10", "m,h=a v=35 20", "m,h=a v=5 30");

        await Until.True(() => handler.TakenCount == 3);
        handler.Taken.Select(alert => (alert.PreviousLevel, alert.Level)).Should().Equal(
            (AlertLevel.Ok, AlertLevel.Info), (AlertLevel.Info, AlertLevel.Critical), (AlertLevel.Critical, AlertLevel.Ok));
        handler.Taken.Select(alert => alert.DurationNanoseconds / 1_000_000_000).Should().Equal(0, 10, 20);
        handler.Taken.Should().OnlyContain(alert => alert.Id == "m:h=a" && alert.Group == "h=a" && alert.TaskName == "test" && alert.Topic == "t");
    }

    [Fact]
    public async Task A_node_goes_on_from_what_its_topic_knows()
    {
        await using var rig = new AlertRig();
        Run(rig, "m v=35 0", "m v=15 20").Events().Should().Be("CRITICAL@0+0 INFO@20+20");

        // The same task after a restart: durations count from the last event before it.
        var handler = await rig.Define("t", "h");
        Run(rig, "m v=15 30", "m v=35 40", "m v=5 50").Events().Should().Be("CRITICAL@40+20 OK@50+30");
        await Until.True(() => handler.TakenCount == 2);
        handler.Taken[0].PreviousLevel.Should().Be(AlertLevel.Info);
    }

    [Fact]
    public async Task A_barrier_before_the_first_point_does_not_hide_what_the_topic_knows()
    {
        await using var rig = new AlertRig();
        Run(rig, "m v=35 0");

        var run = NodeHarness.OnStream(rig.Alerts, Node()).Barrier(5).Points("m v=35 10");

        run.Emitted.Should().ContainSingle("the barrier is all that is passed on");
    }

    [Fact]
    public async Task A_state_taken_up_counts_for_flapping()
    {
        await using var rig = new AlertRig();
        Run(rig, "m v=35 0");
        var node = Node();
        node.History = 2;
        node.Flapping(0.1, 0.5);

        // The taken up level is a change of the whole history: the alert flaps, and the next change is not told.
        NodeHarness.OnStream(rig.Alerts, node).Points("m v=5 10").Emitted.Should().BeEmpty();
    }

    [Fact]
    public async Task An_inhibited_problem_is_told_when_it_outlasts_the_inhibition_and_a_told_one_s_recovery_at_once()
    {
        await using var rig = new AlertRig();
        var handler = await rig.Define("sys", "h");
        var host = new AlertNode { Crit = Script.Lambda("\"up\" < 1.0") };
        host.Inhibit("sysal", "host");
        var cpu = AlertRun.Node("crit>10");
        (cpu.Category, cpu.Topic, cpu.Id) = ("sysal", "sys", "{{ .Tags.host }}/{{ .Tags.cpu }}");
        cpu.StateChangesOnly();
        var hosts = NodeHarness.OnStream(rig.Alerts, host).GroupedBy("host");
        var cpus = NodeHarness.OnStream(rig.Alerts, cpu).GroupedBy("host", "cpu");

        cpus.Points("m,host=a,cpu=0 v=20 0");
        hosts.Points("h,host=a up=0 10");
        cpus.Points("m,host=a,cpu=1 v=20 20", "m,host=b,cpu=1 v=20 30", "m,host=a,cpu=0 v=5 40");
        hosts.Points("h,host=a up=1 50");
        cpus.Points("m,host=a,cpu=1 v=20 60", "m,host=a,cpu=1 v=5 70", "m,host=a,cpu=0 v=20 80");

        await Until.True(() => handler.TakenCount == 6);

        // Events of one id keep their order; other ids may overtake them.
        handler.Taken.OrderBy(alert => alert.Id, StringComparer.Ordinal)
            .Select(alert => $"{alert.Id} {alert.Level} after {alert.PreviousLevel} for {alert.DurationNanoseconds / 1_000_000_000}").Should().Equal(
            "a/0 Critical after Ok for 0", "a/0 Ok after Critical for 40", "a/0 Critical after Ok for 0",
            "a/1 Critical after Ok for 40", "a/1 Ok after Critical for 50", "b/1 Critical after Ok for 0");
        cpus.EmittedPoints.Should().HaveCount(7);
        cpus.Counted("alerts_inhibited").Should().Be(1);
        cpus.Counted("alerts_triggered").Should().Be(7);
    }

    [Fact]
    public async Task Inhibitors_end_with_their_task_and_their_group()
    {
        await using var rig = new AlertRig();
        var host = new AlertNode { Crit = Script.Lambda("\"up\" < 1.0") };
        host.Inhibit("c", "host", "rack");
        var run = NodeHarness.OnStream(rig.Alerts, host).GroupedBy("host").Points("h,host=a up=0 10", "h,host=b up=0 10");
        rig.Alerts.Inhibitors.IsInhibited("c", tag => tag == "host" ? "a" : null).Should().BeTrue();
        rig.Alerts.Inhibitors.IsInhibited("c", tag => tag == "host" ? "a" : "r").Should().BeFalse("rack is not a dimension, so the event must have none");

        run.DeleteGroup(("host", "a"));
        rig.Alerts.Inhibitors.IsInhibited("c", tag => tag == "host" ? "a" : null).Should().BeFalse();
        rig.Alerts.Inhibitors.IsInhibited("c", tag => tag == "host" ? "b" : null).Should().BeTrue();

        run.Stop();
        rig.Alerts.Inhibitors.IsInhibited("c", tag => tag == "host" ? "b" : null).Should().BeFalse();
    }

    private static AlertNode Node()
    {
        var node = AlertRun.Node("info>10 crit>30");
        node.Topic = "t";
        node.StateChangesOnly();
        return node;
    }

    private static NodeHarness Run(AlertRig rig, params string[] points) => NodeHarness.OnStream(rig.Alerts, Node()).Points(points).Stop();
}
