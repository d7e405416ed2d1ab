using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Alerts.Pacing;
using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Alerts.Pacing;

/// <summary>What a handler knows of alerts outlasts changes of how its deliveries are paced, and an alert has one id at a handler for as long as it is open.</summary>
public sealed class PaceChangeTests
{
    private const string Group = """{"group":{"by":["cluster"],"wait":"30s","interval":"5m"}}""";

    private readonly FakeTime _time = new();

    [Theory]
    [InlineData("""{"after":"1h"}""", null)]
    [InlineData("""{"after":"1h"}""", """{"after":"1m"}""")]
    [InlineData("""{"after":"1m","unless":"acknowledged"}""", null)]
    [InlineData("""{"after":"1m","unless":"acknowledged"}""", """{"after":"1m"}""")]
    [InlineData("""{"group":{"wait":"1h","interval":"2h"}}""", null)]
    [InlineData("""{"group":{"wait":"1h","interval":"2h"}}""", """{"group":{"wait":"1m"}}""")]
    public async Task What_is_held_goes_by_the_pace_that_is_there(string before, string? after)
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "h", delivery: before);
        await Publish(rig, Alert("a", AlertLevel.Critical));
        rig.Alerts.Activities.Record("system", "a", new AlertActivity { Kind = ActivityKind.Acknowledged, System = AlertActivities.OwnSystem, By = "kim", At = _time.GetUtcNow() });
        await Pass(rig, TimeSpan.FromMinutes(2));
        handler.Taken.Should().BeEmpty();

        await Change(rig, after);
        await Pass(rig, TimeSpan.FromMinutes(1));

        handler.Taken.Should().ContainSingle().Which.Level.Should().Be(AlertLevel.Critical);
    }

    [Fact]
    public async Task Changed_repeat_counts_from_the_last_notification()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "h", delivery: """{"repeat":"10h"}""");
        await Publish(rig, Alert("a", AlertLevel.Critical));

        await Change(rig, """{"repeat":"1h"}""");
        await Pass(rig, TimeSpan.FromMinutes(59));
        handler.Taken.Should().HaveCount(1);
        await Pass(rig, TimeSpan.FromMinutes(1));

        handler.Taken.Should().HaveCount(2);
    }

    [Fact]
    public async Task What_is_known_through_a_group_ends_there_when_the_handler_groups_no_more()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "h", delivery: Group);
        await Publish(rig, Alert("c", AlertLevel.Warning));
        await Pass(rig, TimeSpan.FromSeconds(30));

        await Change(rig, null);
        await Publish(rig, Alert("c", AlertLevel.Critical, 1));
        await Pass(rig, TimeSpan.FromMilliseconds(1));
        await Publish(rig, Alert("c", AlertLevel.Ok, 2));
        await Pass(rig, TimeSpan.FromSeconds(1));
        await Publish(rig, Alert("c", AlertLevel.Warning, 3));

        handler.Taken.Select(alert => $"{alert.Id} {alert.Level.Text()}").Should().Equal(
            "system/h{cluster=eu} WARNING", "system/h{cluster=eu} CRITICAL", "system/h{cluster=eu} OK", "c WARNING");
    }

    [Fact]
    public async Task What_was_told_in_a_summary_over_a_limit_goes_on_there_until_it_is_over()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "h", delivery: """{"limit":{"count":1,"per":"2s"}}""");
        await Publish(rig, Alert("a", AlertLevel.Warning), Alert("b", AlertLevel.Warning), Alert("c", AlertLevel.Warning));
        await Pass(rig, TimeSpan.FromSeconds(2));
        await Pass(rig, TimeSpan.FromSeconds(2));
        await Publish(rig, Alert("b", AlertLevel.Critical, 1));
        await Pass(rig, TimeSpan.FromMilliseconds(1));
        await Publish(rig, Alert("b", AlertLevel.Ok, 2), Alert("c", AlertLevel.Ok, 2));
        await Pass(rig, TimeSpan.FromSeconds(1));

        handler.Taken.Select(alert => $"{alert.Id} {alert.Level.Text()}").Should().Equal(
            "a WARNING", "system/h{more} WARNING", "system/h{more} CRITICAL", "system/h{more} OK");
    }

    [Fact]
    public async Task A_change_of_level_goes_before_repeats_when_a_limit_has_room_for_one()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "h", delivery: """{"repeat":"10s","limit":{"count":2,"per":"10s"}}""");
        await Publish(rig, Alert("a", AlertLevel.Warning), Alert("b", AlertLevel.Warning));
        await Publish(rig, Alert("b", AlertLevel.Critical, 1));

        await Pass(rig, TimeSpan.FromSeconds(10));

        handler.Taken.Select(alert => $"{alert.Id} {alert.Level.Text()}").Should().Equal("a WARNING", "b WARNING", "b CRITICAL", "a WARNING");
    }

    [Fact]
    public async Task An_alert_that_ends_while_its_group_waits_leaves_no_time_behind()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "h", delivery: Group);
        await Publish(rig, Alert("known", AlertLevel.Warning));
        await Pass(rig, TimeSpan.FromMinutes(10));
        await Publish(rig, Alert("short", AlertLevel.Warning), Alert("short", AlertLevel.Ok, 1));
        await Pass(rig, TimeSpan.FromMinutes(10));
        await Publish(rig, Alert("one", AlertLevel.Warning));
        await Pass(rig, TimeSpan.FromSeconds(1));
        await Publish(rig, Alert("two", AlertLevel.Warning));

        await Pass(rig, TimeSpan.FromSeconds(29));

        handler.Taken.Should().HaveCount(2);
        handler.Taken[1].Members.Select(member => member.Id).Should().Equal("one", "two");
    }

    [Fact]
    public async Task A_level_that_an_escalation_was_told_is_not_told_again_when_the_rise_did_not_last()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "h", delivery: """{"after":"1m"}""");
        await Publish(rig, Alert("a", AlertLevel.Warning));
        await Pass(rig, TimeSpan.FromMinutes(1));
        await Publish(rig, Alert("a", AlertLevel.Critical, 1), Alert("a", AlertLevel.Warning, 2));

        await Pass(rig, TimeSpan.FromMinutes(2));

        handler.Taken.Should().ContainSingle();
    }

    [Fact]
    public async Task Of_a_handler_that_is_deleted_nothing_is_left()
    {
        await using var rig = Start();
        await rig.Define("system", "h", delivery: """{"after":"1h","limit":{"count":1,"per":"1h"}}""");
        await Publish(rig, Alert("a", AlertLevel.Critical));
        Known(rig).Should().Equal("a");

        await rig.Alerts.Handlers.DeleteAsync("system", "h");
        await rig.Alerts.Topics.WhenCommitted();
        await rig.Store.CommitAsync(static _ => { });

        Known(rig).Should().BeEmpty();
        rig.Alerts.Topics.Read(board => board.Notifications.NextDue).Should().Be(DateTimeOffset.MaxValue);
    }

    [Fact]
    public void No_labels_make_the_key_of_other_labels()
    {
        string[] values = ["x", "", "x,b=y", "y", "=", "{", "}", "\"", "\"x\"", "\\", "x\",b=\"y"];

        var keys = values.SelectMany(a => values.Select(b => GroupEvents.KeyOf(
            AlertRig.Event("a", AlertLevel.Critical, 0) with { Tags = new Dictionary<string, string> { ["a"] = a, ["b"] = b } }, ["a", "b"]))).ToList();

        keys.Should().OnlyHaveUniqueItems();
        keys[0].Should().Be("{a=x,b=x}");
    }

    private static AlertEvent Alert(string id, AlertLevel level, int second = 0) =>
        AlertRig.Event(id, level, second) with { Tags = new Dictionary<string, string> { ["cluster"] = "eu", ["host"] = id } };

    private static List<string> Known(AlertRig rig)
    {
        var known = new List<string>();
        rig.Store.LoadKnownAlerts((_, id, _) => known.Add(id));
        return known;
    }

    private static async Task Change(AlertRig rig, string? delivery) =>
        (await rig.Alerts.Handlers.ReplaceAsync("system", "h", AlertRig.Spec("system", "h") with { DeliveryJson = delivery })).Should().BeNull();

    private static async Task Publish(AlertRig rig, params AlertEvent[] events)
    {
        await rig.Publish("system", events);
        (await rig.Alerts.Outbox.SettleAsync(TimeSpan.FromMinutes(1))).Should().BeTrue();
    }

    private AlertRig Start()
    {
        var rig = new AlertRig(time: _time);
        rig.Alerts.Started();
        return rig;
    }

    private async Task Pass(AlertRig rig, TimeSpan time)
    {
        _time.Advance(time);
        await rig.Alerts.Topics.WhenCommitted();
        (await rig.Alerts.Outbox.SettleAsync(TimeSpan.FromMinutes(1))).Should().BeTrue();
    }
}
