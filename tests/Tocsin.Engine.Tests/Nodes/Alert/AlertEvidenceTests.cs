using System.Text;
using System.Text.Json.Nodes;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Alert;
using Tocsin.Pipelines.Nodes.Window;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Nodes.Alert;

public sealed class AlertEvidenceTests
{
    [Fact]
    public async Task A_change_of_level_is_kept_with_the_conditions_that_were_looked_at_and_their_values()
    {
        await using var rig = new AlertRig();
        var node = AlertRun.Node("warn>20 crit>30");
        node.Topic = "t";

        NodeHarness.OnStream(rig.Alerts, node).GroupedBy("h").Points("m,h=a v=5 10", "m,h=a v=25 20", "m,h=a v=26 30", "m,h=a v=35.5 40", "m,h=a v=1 50");
        await rig.Alerts.Topics.WhenCommitted();

        var rows = rig.Alerts.Topics.EvidenceOf("m:h=a");
        rows.Select(row => (row.PreviousLevel, row.Level, row.UnixNanoseconds / 1_000_000_000)).Should().Equal(
            (AlertLevel.Critical, AlertLevel.Ok, 50), (AlertLevel.Warning, AlertLevel.Critical, 40), (AlertLevel.Ok, AlertLevel.Warning, 20));
        Rules(rows[1]).Should().Equal("""CRITICAL: "v" > 30 true "v"=35.5""");
        Rules(rows[2]).Should().Equal("""CRITICAL: "v" > 30 false "v"=25""", """WARNING: "v" > 20 true "v"=25""");
        rows[0].Node.Should().Be("main:test:" + Json(rows[0])["path"]!.AsArray()[^1]!["node"]);
    }

    [Fact]
    public async Task A_level_that_may_not_be_left_yet_changes_nothing_and_the_reset_that_lets_it_go_is_shown()
    {
        await using var rig = new AlertRig();
        var node = AlertRun.Node("crit>30 critReset<20");
        node.Topic = "t";

        NodeHarness.OnStream(rig.Alerts, node).Points("m v=35 10", "m v=25 20", "m v=15 30");
        await rig.Alerts.Topics.WhenCommitted();

        var rows = rig.Alerts.Topics.EvidenceOf("m:nil");
        rows.Should().HaveCount(2);
        Rules(rows[0]).Should().Equal("""CRITICAL: "v" > 30 false "v"=15""", """CRITICAL reset: "v" < 20 true "v"=15""");
    }

    [Fact]
    public async Task What_a_condition_remembers_is_read_and_not_counted_again()
    {
        await using var rig = new AlertRig();
        var node = new AlertNode { Crit = Script.Lambda("count() == 2 OR \"v\" > 100.0"), Topic = "t" };
        node.StateChangesOnly();

        NodeHarness.OnStream(rig.Alerts, node).Points("m v=1 10", "m v=2 20", "m v=3 30");
        await rig.Alerts.Topics.WhenCommitted();

        var rows = rig.Alerts.Topics.EvidenceOf("m:nil");
        Rules(rows[1]).Should().Equal("CRITICAL: count() == 2 true count()=2");
        // Whether a level lasts and whether a lower one holds are two looks.
        Rules(rows[0]).Should().Equal("CRITICAL: count() == 2 false count()=4", """CRITICAL: "v" > 100 false "v"=3""");
    }

    [Fact]
    public async Task The_evidence_of_a_batch_is_that_of_the_point_that_has_its_level()
    {
        await using var rig = new AlertRig();
        var node = AlertRun.Node("crit>30");
        node.Topic = "t";

        NodeHarness.OnStream(rig.Alerts, new WindowNode { PeriodCount = 3, EveryCount = 3 }, node).Points("m v=5 10", "m v=31 20", "m v=7 30");
        await rig.Alerts.Topics.WhenCommitted();

        Rules(rig.Alerts.Topics.EvidenceOf("m:nil").Single()).Should().Equal("""CRITICAL: "v" > 30 true "v"=31""");
    }

    [Fact]
    public async Task Of_each_alert_the_last_ten_changes_are_kept()
    {
        await using var rig = new AlertRig();
        var node = AlertRun.Node("crit>30");
        node.Topic = "t";

        NodeHarness.OnStream(rig.Alerts, node).Points([.. Enumerable.Range(1, 15).Select(i => $"m v={(i % 2 == 0 ? 5 : 35)} {i}")]);
        await rig.Alerts.Topics.WhenCommitted();

        rig.Alerts.Topics.EvidenceOf("m:nil", 100).Select(row => row.UnixNanoseconds / 1_000_000_000).Should().Equal(15, 14, 13, 12, 11, 10, 9, 8, 7, 6);
    }

    private static JsonNode Json(EvidenceRow row) => JsonNode.Parse(Encoding.UTF8.GetString(row.Json))!;

    private static IEnumerable<string> Rules(EvidenceRow row) =>
        from rule in Json(row)["rules"]!.AsArray()
        from condition in rule!["conditions"]!.AsArray()
        let values = condition!["values"]!.AsArray().Select(value => $"{value!["name"]}={value["value"]}")
        select $"{rule["level"]}{((bool)rule["reset"]! ? " reset" : "")}: {condition["text"]} {condition["holds"]} {string.Join(' ', values)}".TrimEnd();
}
