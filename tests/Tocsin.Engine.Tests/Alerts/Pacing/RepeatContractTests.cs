using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Alerts.Pacing;

/// <summary>A repeat that something refuses comes again, and at once when that was the reason: nothing that is open is forgotten.</summary>
public sealed class RepeatContractTests
{
    private readonly FakeTime _time = new();

    [Theory]
    [InlineData("""{"repeat":"4h"}""", 2)]
    [InlineData("""{"repeat":"4h","group":{"wait":"0s","interval":"0s"}}""", 3)]
    [InlineData("""{"repeat":"4h","limit":{"count":5,"per":"1m"}}""", 2)]
    public async Task One_that_the_match_refuses_is_offered_again_after_the_same_time(string delivery, int refused)
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "h", match: $"count() != {refused}", delivery: delivery);
        await Publish(rig, AlertRig.Event("a"));
        await Pass(rig, TimeSpan.FromMilliseconds(1));
        handler.Taken.Should().HaveCount(1);
        var refusals = AskedOf(rig);

        await Pass(rig, TimeSpan.FromHours(4));
        handler.Taken.Should().HaveCount(1);
        AskedOf(rig).Should().Be(refusals + 1, "it is asked once, and not in a circle");
        await Pass(rig, TimeSpan.FromHours(4));

        handler.Taken.Should().HaveCount(2);
        await Pass(rig, TimeSpan.FromHours(4));
        handler.Taken.Should().HaveCount(3);
    }

    [Fact]
    public async Task One_that_a_silence_keeps_back_comes_when_it_is_over()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "h", delivery: """{"repeat":"1h"}""");
        await Publish(rig, AlertRig.Event("a"));
        (await rig.Alerts.Silences.DefineAsync(ConfigJson.Parse("""{"id":"s","matchers":["topic=system"],"until":"2020-01-01T01:30:00Z"}"""))).Silence.Should().NotBeNull();

        await Pass(rig, TimeSpan.FromMinutes(89));
        handler.Taken.Should().HaveCount(1);
        await Pass(rig, TimeSpan.FromMinutes(1));
        handler.Taken.Should().HaveCount(2);
        await Pass(rig, TimeSpan.FromHours(1));

        handler.Taken.Should().HaveCount(3);
    }

    [Fact]
    public async Task One_that_a_silence_outlasted_by_nothing_keeps_its_time()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "h", delivery: """{"repeat":"2h"}""");
        await Publish(rig, AlertRig.Event("a"));
        (await rig.Alerts.Silences.DefineAsync(ConfigJson.Parse("""{"id":"s","matchers":["topic=system"],"until":"2020-01-01T01:00:00Z"}"""))).Silence.Should().NotBeNull();
        await Publish(rig, AlertRig.Event("a", second: 1));

        await Pass(rig, TimeSpan.FromMinutes(119));
        handler.Taken.Should().HaveCount(1);
        await Pass(rig, TimeSpan.FromMinutes(1));

        handler.Taken.Should().HaveCount(2);
    }

    [Fact]
    public async Task One_that_a_limit_keeps_back_comes_as_soon_as_there_is_room()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "h", delivery: """{"repeat":"1h","limit":{"count":1,"per":"90m"}}""");
        await Publish(rig, AlertRig.Event("a"));

        await Pass(rig, TimeSpan.FromMinutes(89));
        handler.Taken.Should().HaveCount(1);
        await Pass(rig, TimeSpan.FromMinutes(1));
        handler.Taken.Should().HaveCount(2);
        await Pass(rig, TimeSpan.FromMinutes(90));

        handler.Taken.Should().HaveCount(3);
    }

    [Fact]
    public async Task One_that_an_acknowledgement_keeps_back_comes_when_that_is_taken_back()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "h", delivery: """{"repeat":"1h","unless":"acknowledged"}""");
        await Publish(rig, AlertRig.Event("a"));
        await Act(rig, ActivityKind.Acknowledged);
        await Pass(rig, TimeSpan.FromHours(3));
        handler.Taken.Should().HaveCount(1);

        await Act(rig, ActivityKind.Unacknowledged);
        await Pass(rig, TimeSpan.FromMilliseconds(1));

        handler.Taken.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_rise_above_the_level_that_is_acknowledged_is_told_at_once()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "h", delivery: """{"repeat":"1h","unless":"acknowledged"}""");
        await Publish(rig, AlertRig.Event("a", AlertLevel.Warning));
        await Act(rig, ActivityKind.Acknowledged);

        await Publish(rig, AlertRig.Event("a", AlertLevel.Info, 1), AlertRig.Event("a", AlertLevel.Warning, 2));
        handler.Taken.Should().HaveCount(1);
        await Publish(rig, AlertRig.Event("a", AlertLevel.Critical, 3));

        handler.Taken.Should().HaveCount(2);
        await Publish(rig, AlertRig.Event("a", AlertLevel.Ok, 4));
        handler.Taken[^1].Level.Should().Be(AlertLevel.Ok);
    }

    [Fact]
    public async Task What_is_taken_no_more_when_a_silence_ends_is_not_told_and_neither_is_its_end()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "h", match: "level() == CRITICAL OR level() == OK");
        (await rig.Alerts.Silences.DefineAsync(ConfigJson.Parse("""{"id":"s","matchers":["topic=system"],"until":"2020-01-01T01:00:00Z"}"""))).Silence.Should().NotBeNull();
        await Publish(rig, AlertRig.Event("a"), AlertRig.Event("a", AlertLevel.Warning, 1));

        await Pass(rig, TimeSpan.FromHours(1));
        await Publish(rig, AlertRig.Event("a", AlertLevel.Ok, 2));
        handler.Taken.Should().BeEmpty();
        await Publish(rig, AlertRig.Event("a", second: 3), AlertRig.Event("a", AlertLevel.Ok, 4));

        handler.Taken.Select(taken => taken.Level).Should().Equal(AlertLevel.Critical, AlertLevel.Ok);
    }

    [Fact]
    public async Task Events_that_say_nothing_new_write_nothing_of_what_is_known()
    {
        await using var rig = Start();
        await rig.Define("system", "h", delivery: """{"repeat":"1h"}""");
        await Publish(rig, AlertRig.Event("a"));
        var known = Known(rig);

        await Pass(rig, TimeSpan.FromMinutes(10));
        await Publish(rig, AlertRig.Event("a", second: 1));

        Known(rig).Should().Equal(known);
    }

    private static List<string> Known(AlertRig rig)
    {
        var known = new List<string>();
        rig.Store.LoadKnownAlerts((_, id, row) => known.Add($"{id} {row}"));
        return known;
    }

    private static long AskedOf(AlertRig rig) => rig.Alerts.Topics.MatchCounters().Values.Single().Asked;

    private static async Task Publish(AlertRig rig, params AlertEvent[] events)
    {
        await rig.Publish("system", events);
        (await rig.Alerts.Outbox.SettleAsync(TimeSpan.FromMinutes(1))).Should().BeTrue();
    }

    private async Task Act(AlertRig rig, ActivityKind kind)
    {
        rig.Alerts.Activities.Record("system", "a", new AlertActivity { Kind = kind, System = AlertActivities.OwnSystem, By = "kim", At = _time.GetUtcNow() });
        await rig.Alerts.Topics.WhenCommitted();
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
