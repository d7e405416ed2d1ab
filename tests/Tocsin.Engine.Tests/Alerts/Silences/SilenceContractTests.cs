using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Alerts.Silencing;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Alerts.Silences;

/// <summary>What silences promise: they stop deliveries and never state, and whoever was notified of a problem is notified of its end.</summary>
public sealed class SilenceContractTests
{
    private const string Anything = """{"id":"s","matchers":["topic=\"system\""],"until":"2020-01-01T01:00:00Z","by":"dana"}""";

    private readonly FakeTime _time = new();

    [Fact]
    public async Task A_silence_stops_deliveries_and_not_state()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "pager");
        await Silence(rig, Anything);

        await Publish(rig, AlertRig.Event("cpu"));

        handler.Taken.Should().BeEmpty();
        rig.Alerts.Topics.TryGetState("system", "cpu", out var state).Should().BeTrue();
        state.Level.Should().Be(AlertLevel.Critical);
        rig.Ended().Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            AlertId = "cpu", Outcome = LedgerOutcome.Silenced, TargetName = "system/pager", Reason = "silence s until 2020-01-01T01:00:00Z, by dana",
        });
    }

    [Fact]
    public async Task Who_was_notified_of_a_problem_is_notified_of_its_end_through_a_silence_at_once()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "pager");
        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Warning));
        await Silence(rig, Anything);

        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Critical, 1));
        Levels(handler).Should().Equal("WARNING");
        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Ok, 2));

        Levels(handler).Should().Equal("WARNING", "OK");
        await PassAsync(rig, TimeSpan.FromHours(2));
        Levels(handler).Should().Equal("WARNING", "OK");
    }

    [Fact]
    public async Task Who_was_notified_of_nothing_is_notified_of_no_end()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "pager");
        await Silence(rig, Anything);

        await Publish(rig, AlertRig.Event("cpu"));
        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Ok, 1));
        await PassAsync(rig, TimeSpan.FromHours(2));

        handler.Taken.Should().BeEmpty();
        rig.Ended().Select(entry => entry.Outcome).Should().Equal(LedgerOutcome.Silenced, LedgerOutcome.Silenced);
    }

    [Fact]
    public async Task An_alert_that_opened_silenced_is_notified_when_the_silence_ends_and_so_is_its_end()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "pager");
        await Silence(rig, Anything);
        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Warning) with { Tags = new Dictionary<string, string> { ["host"] = "a" } });
        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Critical, 1) with { Tags = new Dictionary<string, string> { ["host"] = "a" } });

        await PassAsync(rig, TimeSpan.FromHours(1));

        handler.Taken.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Id = "cpu", Level = AlertLevel.Critical, PreviousLevel = AlertLevel.Ok, Message = "cpu is CRITICAL at 1" });
        handler.Taken[0].Tags.Should().Contain("host", "a");
        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Ok, 2));
        Levels(handler).Should().Equal("CRITICAL", "OK");
    }

    [Fact]
    public async Task The_end_of_a_silence_is_noticed_without_anybody_asking_and_not_before_it()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "pager");
        await Silence(rig, Anything);
        await Publish(rig, AlertRig.Event("cpu"));

        await PassAsync(rig, TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        handler.Taken.Should().BeEmpty();
        await PassAsync(rig, TimeSpan.FromMilliseconds(1));

        Levels(handler).Should().Equal("CRITICAL");
    }

    [Fact]
    public async Task A_silence_that_somebody_ends_is_over_at_once()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "pager");
        await Silence(rig, Anything);
        await Publish(rig, AlertRig.Event("cpu"));

        (await rig.Alerts.Silences.EndAsync("s")).Should().BeTrue();
        await Settled(rig);

        Levels(handler).Should().Equal("CRITICAL");
        (await rig.Alerts.Silences.EndAsync("s")).Should().BeFalse();
        rig.Alerts.Silences.Find("s")!.StateAt(_time.GetUtcNow()).Should().Be(SilenceState.Expired);
    }

    [Fact]
    public async Task Of_what_is_as_it_was_when_the_silence_began_nothing_is_said_again()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "pager");
        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Warning));
        await Silence(rig, Anything);
        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Critical, 1), AlertRig.Event("cpu", AlertLevel.Warning, 2));

        await PassAsync(rig, TimeSpan.FromHours(1));
        Levels(handler).Should().Equal("WARNING");
        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Ok, 3));

        Levels(handler).Should().Equal("WARNING", "OK");
    }

    [Fact]
    public async Task What_rose_while_it_was_silenced_is_told_with_the_level_that_is_known()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "pager");
        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Warning));
        await Silence(rig, Anything);
        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Critical, 1));

        await PassAsync(rig, TimeSpan.FromHours(1));

        handler.Taken.Should().HaveCount(2);
        handler.Taken[1].Should().BeEquivalentTo(new { Level = AlertLevel.Critical, PreviousLevel = AlertLevel.Warning });
    }

    [Fact]
    public async Task A_rise_above_the_level_that_is_silenced_is_told()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "pager");
        await Silence(rig, """{"id":"s","matchers":["topic=system","severity!=critical"],"until":"2020-01-02T00:00:00Z"}""");

        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Warning), AlertRig.Event("cpu", AlertLevel.Critical, 1));
        Levels(handler).Should().Equal("CRITICAL");
        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Warning, 2), AlertRig.Event("cpu", AlertLevel.Ok, 3));

        Levels(handler).Should().Equal("CRITICAL", "OK");
    }

    [Fact]
    public async Task Until_resolved_holds_up_to_the_level_it_was_made_for_and_ends_with_the_alert()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "pager");
        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Warning));
        await Silence(rig, """{"id":"s","matchers":["alert_id=cpu"],"until":"resolved"}""");

        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Info, 1), AlertRig.Event("cpu", AlertLevel.Warning, 2));
        Levels(handler).Should().Equal("WARNING");
        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Critical, 3));
        Levels(handler).Should().Equal("WARNING", "CRITICAL");
        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Warning, 4), AlertRig.Event("cpu", AlertLevel.Ok, 5));
        Levels(handler).Should().Equal("WARNING", "CRITICAL", "OK");

        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Warning, 6));
        Levels(handler).Should().Equal("WARNING", "CRITICAL", "OK", "WARNING");
        rig.Alerts.Silences.Find("s")!.Ended.Should().NotBeNull();
    }

    [Fact]
    public async Task Until_resolved_lasts_until_the_last_of_its_alerts_is_over_and_over_a_restart()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "pager");
        await Silence(rig, """{"id":"s","matchers":["topic=system"],"until":"resolved"}""");
        await Publish(rig, AlertRig.Event("a"), AlertRig.Event("b"));
        await rig.Kill();
        rig.Restart();

        await Publish(rig, AlertRig.Event("a", AlertLevel.Ok, 1));
        rig.Alerts.Silences.Find("s")!.Ended.Should().BeNull();
        await Publish(rig, AlertRig.Event("a", AlertLevel.Critical, 2), AlertRig.Event("a", AlertLevel.Ok, 3), AlertRig.Event("b", AlertLevel.Ok, 4));
        rig.Alerts.Silences.Find("s")!.Ended.Should().NotBeNull();
        await Publish(rig, AlertRig.Event("b", AlertLevel.Critical, 5));

        handler.Taken.Select(taken => taken.Id).Should().Equal("b");
    }

    [Fact]
    public async Task A_silence_of_some_handlers_lets_the_others_be()
    {
        await using var rig = Start();
        var (pager, mail) = (await rig.Define("system", "pager"), await rig.Define("system", "mail"));
        await Silence(rig, """{"id":"s","matchers":["topic=system"],"handlers":["*/pager"],"until":"2020-01-01T01:00:00Z"}""");

        await Publish(rig, AlertRig.Event("cpu"));

        pager.Taken.Should().BeEmpty();
        Levels(mail).Should().Equal("CRITICAL");
    }

    [Fact]
    public async Task Hours_come_again_every_day()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "pager");
        await Silence(rig, """{"id":"s","matchers":["topic=system"],"when":{"from":"22:00","to":"06:00","zone":"UTC"}}""");

        await Publish(rig, AlertRig.Event("night"));
        handler.Taken.Should().BeEmpty();
        await PassAsync(rig, TimeSpan.FromHours(6));
        handler.Taken.Select(taken => taken.Id).Should().Equal("night");
        await Publish(rig, AlertRig.Event("day"));
        handler.Taken.Select(taken => taken.Id).Should().Equal("night", "day");
        await PassAsync(rig, TimeSpan.FromHours(16));
        await Publish(rig, AlertRig.Event("evening"));
        handler.Taken.Should().HaveCount(2);
        await PassAsync(rig, TimeSpan.FromHours(8));

        handler.Taken.Select(taken => taken.Id).Should().Equal("night", "day", "evening");
    }

    [Fact]
    public async Task What_another_silence_keeps_back_waits_for_the_end_of_that()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "pager");
        await Silence(rig, Anything);
        await Publish(rig, AlertRig.Event("cpu"));
        await Silence(rig, """{"id":"t","matchers":["alert_id=cpu"],"until":"2020-01-01T02:00:00Z"}""");

        await PassAsync(rig, TimeSpan.FromHours(1));
        handler.Taken.Should().BeEmpty();
        await PassAsync(rig, TimeSpan.FromHours(1));

        Levels(handler).Should().Equal("CRITICAL");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_of_it_survives_an_end_in_between(bool isKilled)
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "pager");
        await Publish(rig, AlertRig.Event("told", AlertLevel.Warning));
        await Silence(rig, Anything);
        await Publish(rig, AlertRig.Event("told", AlertLevel.Critical, 1), AlertRig.Event("new", AlertLevel.Warning, 1), AlertRig.Event("over", AlertLevel.Warning, 1));

        await (isKilled ? rig.Kill() : rig.Stop());
        rig.Restart();
        await Publish(rig, AlertRig.Event("over", AlertLevel.Ok, 2));
        handler.Taken.Select(taken => taken.Id).Should().Equal("told");
        await (isKilled ? rig.Kill() : rig.Stop());
        _time.Advance(TimeSpan.FromHours(3));
        rig.Restart();
        await Settled(rig);

        handler.Taken.Select(taken => $"{taken.Id} {taken.PreviousLevel.Text()} {taken.Level.Text()}").Should()
            .BeEquivalentTo("told OK WARNING", "told WARNING CRITICAL", "new OK WARNING");
    }

    [Fact]
    public async Task A_clock_that_is_set_back_says_nothing_twice()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "pager");
        await Silence(rig, Anything);
        await Publish(rig, AlertRig.Event("cpu"));
        await PassAsync(rig, TimeSpan.FromHours(1));

        _time.Set(-TimeSpan.FromMinutes(30));
        await Publish(rig, AlertRig.Event("disk"));
        await PassAsync(rig, TimeSpan.FromMinutes(40));

        handler.Taken.Select(taken => taken.Id).Should().Equal(["cpu", "disk"], "a silence that was over does not come back");
    }

    [Fact]
    public async Task Who_knows_nothing_of_a_problem_hears_nothing_of_what_is_done_about_it()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "pagerduty", kind: "pagerduty");
        await Silence(rig, Anything);
        await Publish(rig, AlertRig.Event("cpu"));

        rig.Alerts.Activities.Record("system", "cpu", new AlertActivity { Kind = ActivityKind.Acknowledged, By = "dana", System = "tocsin", At = _time.GetUtcNow() });
        await Settled(rig);
        handler.Taken.Should().BeEmpty();
        await PassAsync(rig, TimeSpan.FromHours(1));

        handler.Taken.Should().ContainSingle().Which.Activity.Should().BeNull();
    }

    [Fact]
    public async Task A_handler_that_is_deleted_meanwhile_is_owed_nothing()
    {
        await using var rig = Start();
        await rig.Define("system", "pager");
        await Silence(rig, Anything);
        await Publish(rig, AlertRig.Event("cpu"));

        await rig.Alerts.Handlers.DeleteAsync("system", "pager");
        await PassAsync(rig, TimeSpan.FromHours(1));
        await Publish(rig, AlertRig.Event("cpu", AlertLevel.Ok, 1));

        rig.Alerts.Silences.Count().Withheld.Should().Be(0);
    }

    [Fact]
    public async Task Somebody_is_reminded_before_the_end_and_told_of_it()
    {
        await using var rig = Start(new SilenceOptions { ReminderTopic = "reminders" });
        var handler = await rig.Define("reminders", "mail");
        await Silence(rig, Anything);

        await PassAsync(rig, TimeSpan.FromMinutes(44));
        handler.Taken.Should().BeEmpty();
        await PassAsync(rig, TimeSpan.FromMinutes(1));
        handler.Taken.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Id = "silence/s", Level = AlertLevel.Info, Message = "silence s of dana ends at 2020-01-01T01:00:00Z" });
        await PassAsync(rig, TimeSpan.FromMinutes(15));

        Levels(handler).Should().Equal("INFO", "OK");
        handler.Taken[1].Message.Should().Be("silence s of dana ended at 2020-01-01T01:00:00Z");
    }

    [Fact]
    public async Task What_is_over_is_listed_for_a_while_and_then_forgotten()
    {
        await using var rig = Start(new SilenceOptions { KeepEnded = TimeSpan.FromHours(1) });
        await Silence(rig, Anything);

        await PassAsync(rig, TimeSpan.FromMinutes(90));
        rig.Alerts.Silences.All.Should().ContainSingle();
        await PassAsync(rig, TimeSpan.FromMinutes(31));

        rig.Alerts.Silences.All.Should().BeEmpty();
        rig.Store.LoadSilences().Should().BeEmpty();
    }

    [Fact]
    public async Task More_silences_than_are_allowed_are_refused_with_the_limit()
    {
        await using var rig = Start(new SilenceOptions { Most = 1 });
        await Silence(rig, Anything);

        var outcome = await rig.Alerts.Silences.DefineAsync(ConfigJson.Parse("""{"matchers":["a=b"],"until":"2021-01-01"}"""));

        outcome.Silence.Should().BeNull();
        outcome.Problems.Should().ContainSingle().Which.Message.Should().Contain("there are 1 silences already").And.Contain("'most'");
    }

    [Fact]
    public async Task A_silence_that_matches_nothing_or_nearly_all_is_taken_and_said()
    {
        await using var rig = Start();
        await rig.Define("system", "pager");
        await Publish(rig, AlertRig.Event("a"), AlertRig.Event("b"), AlertRig.Event("c"));

        (await Silence(rig, """{"matchers":["alertname=x"],"until":"2021-01-01"}""")).Problems.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Message = "it matches nothing that is open now", IsWarning = true });
        (await Silence(rig, """{"matchers":["alert_id=~a|b"],"until":"2021-01-01"}""")).Problems.Should().ContainSingle().Which.Message.Should().Be("it matches 2 of the 3 alerts that are open");
        (await Silence(rig, """{"matchers":["alert_id=a"],"until":"2021-01-01"}""")).Problems.Should().BeEmpty();
    }

    private static List<string> Levels(RecordingHandler handler) => [.. handler.Taken.Select(taken => taken.Level.Text())];

    private static async Task<SilenceOutcome> Silence(AlertRig rig, string json)
    {
        var outcome = await rig.Alerts.Silences.DefineAsync(ConfigJson.Parse(json));
        outcome.Silence.Should().NotBeNull("{0}", string.Join("; ", outcome.Problems));
        return outcome;
    }

    private static async Task Publish(AlertRig rig, params AlertEvent[] events)
    {
        await rig.Publish("system", events);
        await Settled(rig);
    }

    private static async Task Settled(AlertRig rig) => (await rig.Alerts.Outbox.SettleAsync(TimeSpan.FromMinutes(1))).Should().BeTrue();

    private AlertRig Start(SilenceOptions? silences = null)
    {
        var rig = new AlertRig(time: _time, silences: silences);
        rig.Alerts.Started();
        return rig;
    }

    private async Task PassAsync(AlertRig rig, TimeSpan time)
    {
        _time.Advance(time);
        await rig.Alerts.Topics.WhenCommitted();
        await Settled(rig);
    }
}
