using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Alerts.Care;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Alerts.Activities;

public sealed class AlertActivitiesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_acknowledgement_is_told_to_the_others_and_not_back()
    {
        await using var rig = new AlertRig();
        var (victorops, pagerduty, post) = (await Define(rig, "victorops"), await Define(rig, "pagerduty"), await rig.Define("system", "post"));
        await rig.Publish("system", AlertRig.Event("cpu") with { Tags = new Dictionary<string, string> { ["host"] = "a" } });

        rig.Alerts.Activities.Record("system", "cpu", Ack("victorops", "dana", "looking")).Should().Be(ActivityOutcome.Recorded);
        await Settled(rig);

        pagerduty.Taken.Should().HaveCount(2);
        pagerduty.Taken[1].Should().BeEquivalentTo(
            new { Id = "cpu", Topic = "system", Level = AlertLevel.Critical, PreviousLevel = AlertLevel.Critical, System = "victorops", Message = "cpu is CRITICAL at 0" });
        pagerduty.Taken[1].Tags.Should().Contain("host", "a");
        pagerduty.Taken[1].Activity.Should().Be(Ack("victorops", "dana", "looking"));
        victorops.Taken.Should().ContainSingle().Which.Activity.Should().BeNull();
        post.Taken.Should().ContainSingle("handlers that do not take activity never see it");
        Status(rig).Acknowledgement.Should().Be(new Acknowledgement(AlertLevel.Critical, Noon, "dana", "victorops", "looking"));
    }

    [Fact]
    public async Task An_echo_of_what_was_told_is_recorded_once_and_not_sent_round()
    {
        await using var rig = new AlertRig();
        var (victorops, pagerduty) = (await Define(rig, "victorops"), await Define(rig, "pagerduty"));
        await rig.Publish("system", AlertRig.Event("cpu"));

        Record(rig, Ack("tocsin", "ops")).Should().Be(ActivityOutcome.Recorded);
        Record(rig, Ack("pagerduty", "Integration")).Should().Be(ActivityOutcome.AlreadyKnown);
        Record(rig, Ack("victorops", "ops")).Should().Be(ActivityOutcome.AlreadyKnown);
        Record(rig, Ack("tocsin", "ops")).Should().Be(ActivityOutcome.AlreadyKnown);
        await Settled(rig);

        victorops.Taken.Should().HaveCount(2);
        pagerduty.Taken.Should().HaveCount(2);
        (await History(rig)).Should().ContainSingle().Which.By.Should().Be("ops");
    }

    [Fact]
    public async Task An_echo_still_links_the_incident_it_names()
    {
        await using var rig = new AlertRig();
        await Define(rig, "pagerduty");
        await rig.Publish("system", AlertRig.Event("cpu"));
        var incident = new IncidentReference("pagerduty", "PINC001", "https://acme.example/PINC001");

        Record(rig, Ack("tocsin", "ops"));
        Record(rig, Ack("pagerduty", "api") with { Incident = incident }).Should().Be(ActivityOutcome.AlreadyKnown);
        Record(rig, Ack("pagerduty", "api") with { Incident = incident });

        Status(rig).Incidents.Should().Equal(incident);
        (await History(rig)).Select(activity => activity.Kind).Should().Equal(ActivityKind.Incident, ActivityKind.Acknowledged);
    }

    [Fact]
    public async Task Somebody_else_who_acknowledges_is_recorded_and_told_to_nobody()
    {
        await using var rig = new AlertRig();
        var pagerduty = await Define(rig, "pagerduty");
        await rig.Publish("system", AlertRig.Event("cpu"));

        Record(rig, Ack("victorops", "dana"));
        Record(rig, Ack("victorops", "bob")).Should().Be(ActivityOutcome.Recorded, "bob takes over where dana acknowledged");
        Record(rig, Ack("rootly", "eve")).Should().Be(ActivityOutcome.Recorded, "nobody tells rootly, so it is not an echo");
        await Settled(rig);

        pagerduty.Taken.Should().HaveCount(2);
        Status(rig).Acknowledgement!.By.Should().Be("eve");
        (await History(rig)).Select(activity => activity.By).Should().Equal("eve", "bob", "dana");
    }

    [Fact]
    public async Task An_acknowledgement_is_taken_back_where_it_was_given_or_by_our_own_api()
    {
        await using var rig = new AlertRig();
        var pagerduty = await Define(rig, "pagerduty");
        await rig.Publish("system", AlertRig.Event("cpu"));
        Record(rig, Ack("victorops", "dana"));

        Record(rig, Unack("pagerduty")).Should().Be(ActivityOutcome.Recorded, "it lapsed there, which people want to see");
        Status(rig).Acknowledgement.Should().NotBeNull();
        Record(rig, Unack("victorops")).Should().Be(ActivityOutcome.Recorded);
        Status(rig).Acknowledgement.Should().BeNull();
        Record(rig, Unack("victorops")).Should().Be(ActivityOutcome.AlreadyKnown);
        Record(rig, Ack("victorops", "dana"));
        Record(rig, Unack("tocsin")).Should().Be(ActivityOutcome.Recorded);
        Status(rig).Acknowledgement.Should().BeNull();
        await Settled(rig);

        pagerduty.Taken.Select(alert => alert.Activity?.Kind).Should().Equal(
            null, ActivityKind.Acknowledged, ActivityKind.Unacknowledged, ActivityKind.Acknowledged, ActivityKind.Unacknowledged);
    }

    [Fact]
    public async Task A_recovery_clears_the_acknowledgement_and_the_next_problem_the_incidents()
    {
        await using var rig = new AlertRig();
        await rig.Publish("system", AlertRig.Event("cpu"));
        Record(rig, Ack("victorops", "dana") with { Incident = new IncidentReference("victorops", "14") });

        await rig.Publish("system", AlertRig.Event("cpu", AlertLevel.Ok, 1));
        Status(rig).Should().BeEquivalentTo(new { Acknowledgement = (Acknowledgement?)null, Incidents = new[] { new IncidentReference("victorops", "14") } });
        await rig.Publish("system", AlertRig.Event("cpu", AlertLevel.Critical, 2));
        Status(rig).Incidents.Should().BeEmpty();

        await rig.Stop();
        rig.Restart();
        Status(rig).Acknowledgement.Should().BeNull();
        Status(rig).Incidents.Should().BeEmpty();
        (await History(rig)).Should().ContainSingle("what was done stays in the history");
    }

    [Theory]
    [InlineData(AlertLevel.Warning, AlertLevel.Critical, false)]
    [InlineData(AlertLevel.Critical, AlertLevel.Warning, true)]
    [InlineData(AlertLevel.Critical, AlertLevel.Critical, true)]
    public async Task A_level_above_the_acknowledged_one_ends_the_acknowledgement(AlertLevel before, AlertLevel after, bool stays)
    {
        await using var rig = new AlertRig();
        await rig.Publish("system", AlertRig.Event("cpu", before));
        Record(rig, Ack("victorops", "dana"));

        await rig.Publish("system", AlertRig.Event("cpu", after, 1));

        (Status(rig).Acknowledgement is not null).Should().Be(stays);
        (await History(rig))[0].Text.Should().Be(stays ? "" : "WARNING was acknowledged, and it is CRITICAL now");
        await rig.Kill();
        rig.Restart();
        (Status(rig).Acknowledgement is not null).Should().Be(stays);
    }

    [Fact]
    public async Task An_acknowledged_critical_that_was_a_warning_for_a_while_stays_acknowledged()
    {
        await using var rig = new AlertRig();
        await rig.Publish("system", AlertRig.Event("cpu"));
        Record(rig, Ack("victorops", "dana"));

        await rig.Publish("system", AlertRig.Event("cpu", AlertLevel.Warning, 1), AlertRig.Event("cpu", AlertLevel.Critical, 2));

        Status(rig).Acknowledgement!.By.Should().Be("dana");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task State_and_what_is_owed_survive_a_restart_and_a_crash(bool isCrash)
    {
        await using var rig = new AlertRig();
        var fails = await Define(rig, "pagerduty", RecordingHandler.Answering(_ => Delivery.Retry("down")));
        await rig.Publish("system", AlertRig.Event("cpu") with { Tags = new Dictionary<string, string> { ["host"] = "a" } });
        Record(rig, Ack("victorops", "dana", "looking") with { Incident = new IncidentReference("victorops", "14", "https://vo.example/14") });
        Record(rig, Note("victorops", "dana", "disk is full"));
        await rig.Alerts.Topics.WhenCommitted();

        if (isCrash)
            await rig.Kill();
        else
            await rig.Stop();
        fails.Taken.Should().BeEmpty();
        var handler = new RecordingHandler();
        rig.Handlers["pagerduty"] = handler;
        rig.Restart();
        await Until.True(() => handler.TakenCount == 3);

        handler.Taken.Select(alert => alert.Activity?.Kind).Should().Equal(null, ActivityKind.Acknowledged, ActivityKind.Note);
        handler.Taken[2].Tags.Should().Contain("host", "a");
        handler.Taken.Select(alert => alert.IdempotencyKey).Should().OnlyHaveUniqueItems();
        var status = Status(rig);
        status.Acknowledgement.Should().Be(new Acknowledgement(AlertLevel.Critical, Noon, "dana", "victorops", "looking"));
        status.Incidents.Should().Equal(new IncidentReference("victorops", "14", "https://vo.example/14"));
        (await History(rig)).Select(activity => activity.Text).Should().Equal("disk is full", "looking");
        Record(rig, Ack("victorops", "dana", "looking")).Should().Be(ActivityOutcome.AlreadyKnown);
    }

    [Fact]
    public async Task After_a_restart_the_last_event_of_an_open_alert_is_known_whoever_raised_it()
    {
        await using var rig = new AlertRig();
        var pagerduty = await Define(rig, "pagerduty");
        await rig.Publish("system", AlertRig.Event("cpu") with { Tags = new Dictionary<string, string> { ["host"] = "a" }, System = "rootly" });

        await rig.Stop();
        rig.Restart();
        Record(rig, Ack("rootly", "eve"));
        await Until.True(() => pagerduty.TakenCount == 2);

        pagerduty.Taken[1].Tags.Should().Contain("host", "a");
    }

    [Fact]
    public async Task Activities_and_events_of_one_alert_reach_a_handler_in_their_order()
    {
        await using var rig = new AlertRig();
        var pagerduty = await Define(rig, "pagerduty");
        for (var second = 0; second < 20; second++)
        {
            rig.Alerts.Topics.Publish("system", AlertRig.Event("cpu", AlertLevel.Critical, second));
            Record(rig, Note("victorops", "dana", $"note {second}"));
        }

        await Settled(rig);

        pagerduty.Taken.Select(alert => alert.Activity?.Text ?? alert.Message).Should().Equal(
            Enumerable.Range(0, 20).SelectMany(second => new[] { $"cpu is CRITICAL at {second}", $"note {second}" }));
    }

    [Fact]
    public async Task A_note_that_comes_back_from_a_system_that_was_told_is_known()
    {
        await using var rig = new AlertRig();
        await Define(rig, "victorops");
        await rig.Publish("system", AlertRig.Event("cpu"));

        Record(rig, Note("tocsin", "ops", "restarted")).Should().Be(ActivityOutcome.Recorded);
        Record(rig, Note("victorops", "tocsin", "restarted")).Should().Be(ActivityOutcome.AlreadyKnown);
        Record(rig, Note("tocsin", "ops", "")).Should().Be(ActivityOutcome.AlreadyKnown);
        Record(rig, Note("tocsin", "ops", "restarted") with { At = Noon.AddMinutes(1) }).Should().Be(ActivityOutcome.Recorded, "people may say a thing twice");
    }

    [Fact]
    public async Task Events_of_a_system_are_not_delivered_back_to_it()
    {
        await using var rig = new AlertRig();
        var (victorops, pagerduty) = (await Define(rig, "victorops"), await Define(rig, "pagerduty"));

        await rig.Publish("system", AlertRig.Event("cpu") with { System = "pagerduty" });
        await Settled(rig);

        victorops.Taken.Should().ContainSingle();
        pagerduty.Taken.Should().BeEmpty();
        rig.Owed("system/pagerduty").Should().Be(0);
    }

    [Fact]
    public async Task A_nodes_own_handlers_follow_the_same_rules()
    {
        await using var rig = new AlertRig();
        var (victorops, post) = (new RecordingHandler(), new RecordingHandler());
        rig.Alerts.OpenNodeTopic("main:t:alert2", [new NodeHandler("victorops", victorops) { System = new("victorops", true) }, new NodeHandler("post", post)]);
        await rig.Publish("main:t:alert2", AlertRig.Event("cpu"));

        rig.Alerts.Activities.Record("main:t:alert2", "cpu", Ack("pagerduty", "dana")).Should().Be(ActivityOutcome.Recorded);
        await Until.True(() => victorops.TakenCount == 2);

        post.Taken.Should().ContainSingle();
    }

    [Theory]
    [InlineData("level() == CRITICAL", 2)]
    [InlineData("level() == WARNING", 0)]
    [InlineData("\"host\" == 'a'", 2)]
    [InlineData("\"host\" == 'b'", 0)]
    [InlineData("changed()", 2)]
    [InlineData("taskName() == 't'", 2)]
    public async Task Match_expressions_choose_among_activities_too(string match, int taken)
    {
        await using var rig = new AlertRig();
        var matching = await rig.Define("system", "m", match: match, kind: "pagerduty");
        var all = await Define(rig, "victorops");
        await rig.Publish("system", AlertRig.Event("cpu") with { TaskName = "t", Tags = new Dictionary<string, string> { ["host"] = "a" } });

        Record(rig, Ack("tocsin", "ops"));
        await Settled(rig);

        all.Taken.Should().HaveCount(2);
        matching.Taken.Should().HaveCount(taken);
    }

    [Fact]
    public async Task Activity_goes_through_publish_once_and_not_through_aggregate()
    {
        await using var rig = new AlertRig();
        (await rig.Alerts.Handlers.CreateAsync(AlertRig.Spec("system", "p", kind: "publish", options: """{"topics":["b"]}"""))).Should().BeNull();
        (await rig.Alerts.Handlers.CreateAsync(AlertRig.Spec("b", "a", kind: "aggregate", options: """{"interval":3600000000000,"topic":"c"}"""))).Should().BeNull();
        var pagerduty = await rig.Define("b", "pagerduty", kind: "pagerduty");
        await rig.Publish("system", AlertRig.Event("cpu"));

        Record(rig, Ack("victorops", "dana")).Should().Be(ActivityOutcome.Recorded);
        rig.Alerts.Activities.Record("b", "cpu", Ack("victorops", "dana")).Should().Be(ActivityOutcome.AlreadyKnown, "it came through the other topic");
        await Until.True(() => pagerduty.TakenCount == 2);

        pagerduty.Taken[1].Should().BeEquivalentTo(new { Topic = "b", Activity = Ack("victorops", "dana") });
        rig.Alerts.Activities.Find("b", "cpu")!.Acknowledgement!.By.Should().Be("dana");
        rig.Alerts.Activities.TopicsKnowing("cpu").Should().Equal("b", "system");
    }

    [Fact]
    public async Task Topics_where_an_alert_is_open_come_first()
    {
        await using var rig = new AlertRig();
        await rig.Publish("a", AlertRig.Event("cpu"), AlertRig.Event("cpu", AlertLevel.Ok, 1));
        await rig.Publish("b", AlertRig.Event("cpu"));

        rig.Alerts.Activities.TopicsKnowing("cpu").Should().Equal("b", "a");
        rig.Alerts.Activities.TopicsKnowing("mem").Should().BeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_acknowledged_says_why()
    {
        await using var rig = new AlertRig();
        await rig.Publish("system", AlertRig.Event("cpu"), AlertRig.Event("cpu", AlertLevel.Ok, 1));

        Record(rig, Ack("tocsin", "ops")).Should().Be(ActivityOutcome.NotOpen);
        rig.Alerts.Activities.Record("system", "mem", Ack("tocsin", "ops")).Should().Be(ActivityOutcome.UnknownAlert);
        rig.Alerts.Activities.Record("nowhere", "cpu", Ack("tocsin", "ops")).Should().Be(ActivityOutcome.UnknownAlert);
        rig.Alerts.Activities.History("system", "mem").Should().BeNull();
        (await History(rig)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_note_about_an_alert_that_is_over_is_kept_and_told_to_nobody()
    {
        await using var rig = new AlertRig();
        var pagerduty = await Define(rig, "pagerduty");
        await rig.Publish("system", AlertRig.Event("cpu"), AlertRig.Event("cpu", AlertLevel.Ok, 1));

        Record(rig, Note("tocsin", "ops", "it was the disk")).Should().Be(ActivityOutcome.Recorded);
        await Settled(rig);

        pagerduty.Taken.Should().HaveCount(2);
        (await History(rig)).Should().ContainSingle().Which.Text.Should().Be("it was the disk");
    }

    [Fact]
    public async Task An_incident_that_a_handler_names_is_recorded_once_and_survives()
    {
        await using var rig = new AlertRig();
        var incident = new IncidentReference("pagerduty", "cpu");
        await Define(rig, "pagerduty", RecordingHandler.Answering(_ => Delivery.Done with { Incident = incident }));
        await rig.Publish("system", AlertRig.Event("cpu"), AlertRig.Event("cpu", AlertLevel.Critical, 1), AlertRig.Event("cpu", AlertLevel.Critical, 2));
        await Settled(rig);

        Status(rig).Incidents.Should().Equal(incident);
        await rig.Stop();
        rig.Restart();

        Status(rig).Incidents.Should().Equal(incident);
        (await History(rig)).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Kind = ActivityKind.Incident, System = "pagerduty", Incident = incident });
    }

    [Fact]
    public async Task Each_alert_keeps_its_newest_activities_only()
    {
        await using var rig = new AlertRig();
        await rig.Publish("system", AlertRig.Event("cpu"), AlertRig.Event("mem"));
        rig.Alerts.Activities.Record("system", "mem", Note("tocsin", "ops", "other"));

        for (var i = 0; i < 130; i++)
            Record(rig, Note("tocsin", "ops", $"note {i}"));

        var history = await History(rig);
        history.Should().HaveCount(100);
        history[0].Text.Should().Be("note 129");
        history[^1].Text.Should().Be("note 30");
        rig.Alerts.Activities.History("system", "mem").Should().ContainSingle();
    }

    [Fact]
    public async Task Activities_go_after_ninety_days()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        await rig.Publish("system", AlertRig.Event("cpu"));
        Record(rig, Note("tocsin", "ops", "old"));

        time.Advance(TimeSpan.FromDays(91));
        Record(rig, Note("tocsin", "ops", "new"));

        (await History(rig)).Should().ContainSingle().Which.Text.Should().Be("new");
    }

    [Fact]
    public async Task Texts_without_end_are_cut()
    {
        await using var rig = new AlertRig();
        await rig.Publish("system", AlertRig.Event("cpu"));

        Record(rig, Note("tocsin", new string('n', 9000), new string('t', 9000)));

        var kept = (await History(rig)).Should().ContainSingle().Subject;
        kept.By.Should().HaveLength(256);
        kept.Text.Should().HaveLength(4096);
    }

    [Fact]
    public async Task A_deleted_topic_takes_all_of_it_along()
    {
        await using var rig = new AlertRig();
        await rig.Publish("system", AlertRig.Event("cpu"));
        Record(rig, Ack("victorops", "dana") with { Incident = new IncidentReference("victorops", "14") });

        await rig.Alerts.Removal.DeleteAsync("system");
        await rig.Publish("system", AlertRig.Event("cpu"));

        Status(rig).Acknowledgement.Should().BeNull();
        (await History(rig)).Should().BeEmpty();
        await rig.Stop();
        rig.Restart();
        Status(rig).Should().BeEquivalentTo(new { Acknowledgement = (Acknowledgement?)null, Incidents = Array.Empty<IncidentReference>() });
    }

    [Fact]
    public async Task A_list_shows_open_alerts_by_topic_level_id_and_acknowledgement()
    {
        await using var rig = new AlertRig();
        await rig.Publish("system", AlertRig.Event("cpu"), AlertRig.Event("mem", AlertLevel.Warning), AlertRig.Event("ok", AlertLevel.Ok));
        await rig.Publish("other", AlertRig.Event("a[1]"));
        Record(rig, Ack("tocsin", "ops"));

        Ids(new AlertQuery()).Should().Equal("a[1]", "cpu", "mem");
        Ids(new AlertQuery { MinLevel = AlertLevel.Ok, Topic = "system" }).Should().Equal("cpu", "mem", "ok");
        Ids(new AlertQuery { MinLevel = AlertLevel.Critical }).Should().Equal("a[1]", "cpu");
        Ids(new AlertQuery { Id = "a[1]" }).Should().Equal("a[1]");
        Ids(new AlertQuery { Id = "*m*", Topic = "sys*" }).Should().Equal("mem");
        Ids(new AlertQuery { IsAcknowledged = true }).Should().Equal("cpu");
        Ids(new AlertQuery { IsAcknowledged = false }).Should().Equal("a[1]", "mem");

        IEnumerable<string> Ids(AlertQuery query) => rig.Alerts.Activities.List(query).Select(alert => alert.Id);
    }

    private static Task<RecordingHandler> Define(AlertRig rig, string system, RecordingHandler? handler = null) =>
        rig.Define("system", system, handler, kind: system);

    private static ActivityOutcome Record(AlertRig rig, AlertActivity activity) => rig.Alerts.Activities.Record("system", "cpu", activity);

    private static AlertStatus Status(AlertRig rig) => rig.Alerts.Activities.Find("system", "cpu") ?? throw new InvalidOperationException("cpu is not known");

    private static async Task<IReadOnlyList<AlertActivity>> History(AlertRig rig)
    {
        await rig.Alerts.Topics.WhenCommitted();
        return rig.Alerts.Activities.History("system", "cpu") ?? throw new InvalidOperationException("cpu is not known");
    }

    private static async Task Settled(AlertRig rig)
    {
        await rig.Alerts.Topics.WhenCommitted();
        await Until.True(() => rig.Alerts.Outbox.Counters.All(counters => counters.Owed == 0));
    }

    private static AlertActivity Ack(string system, string by, string text = "") =>
        new() { Kind = ActivityKind.Acknowledged, System = system, By = by, Text = text, At = Noon };

    private static AlertActivity Unack(string system) => new() { Kind = ActivityKind.Unacknowledged, System = system, At = Noon };

    private static AlertActivity Note(string system, string by, string text) =>
        new() { Kind = ActivityKind.Note, System = system, By = by, Text = text, At = Noon };
}
