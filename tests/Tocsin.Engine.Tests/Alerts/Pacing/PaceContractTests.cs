using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Templates.Texts;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Alerts.Pacing;

/// <summary>What groups, repeats, limits and escalations promise, each with a clock that is moved; and that all of it survives a kill.</summary>
public sealed class PaceContractTests
{
    private const string Groups = """{"group":{"by":["cluster"],"wait":"30s","interval":"5m"}}""";
    private const string Silence = """{"id":"s","matchers":["topic=\"system\""],"until":"2020-01-01T01:00:00Z","by":"dana"}""";

    private readonly FakeTime _time = new();

    [Fact]
    public async Task A_group_is_one_delivery_when_its_wait_is_over_and_not_before()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "mail", delivery: Groups);
        await Publish(rig, Alert("a", AlertLevel.Warning));
        await Pass(rig, TimeSpan.FromSeconds(10));
        await Publish(rig, Alert("b"), Alert("c", cluster: "us"));

        await Pass(rig, TimeSpan.FromSeconds(19.9));
        handler.Taken.Should().BeEmpty();
        await Pass(rig, TimeSpan.FromSeconds(0.1));

        var group = handler.Taken.Should().ContainSingle().Which;
        group.Should().BeEquivalentTo(new { Id = "system/mail{cluster=eu}", Level = AlertLevel.Critical, PreviousLevel = AlertLevel.Ok, Topic = "system" });
        group.Members.Select(member => $"{member.Id} {member.Level.Text()}").Should().Equal("b CRITICAL", "a WARNING");
        group.Message.Should().Be("2 alerts of cluster=eu (2 open): b is CRITICAL at 0; a is WARNING at 0");
        group.Tags.Should().Equal(new Dictionary<string, string> { ["cluster"] = "eu" });
        await Pass(rig, TimeSpan.FromSeconds(10));
        handler.Taken.Should().HaveCount(2);
        handler.Taken[1].Id.Should().Be("system/mail{cluster=us}");
    }

    [Fact]
    public async Task What_is_new_in_a_group_waits_for_its_interval_which_is_not_rounded()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "mail", delivery: Groups);
        await Publish(rig, Alert("a"));
        await Pass(rig, TimeSpan.FromSeconds(30));
        await Pass(rig, TimeSpan.FromSeconds(100));
        await Publish(rig, Alert("b"));

        await Pass(rig, TimeSpan.FromSeconds(199));
        handler.Taken.Should().HaveCount(1);
        await Pass(rig, TimeSpan.FromSeconds(1));

        handler.Taken.Should().HaveCount(2);
        handler.Taken[1].Members.Select(member => member.Id).Should().Equal("b");
        new AlertGroup(handler.Taken[1]).Open.Should().Be(2);
        await Pass(rig, TimeSpan.FromHours(1));
        await Publish(rig, Alert("c"));
        await Pass(rig, TimeSpan.FromSeconds(30));
        handler.Taken.Should().HaveCount(3, "after the interval only the wait is left");
    }

    [Fact]
    public async Task Of_a_group_the_end_of_what_was_told_is_told_at_once_and_of_what_was_not_nothing()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "mail", delivery: Groups);
        await Publish(rig, Alert("a"), Alert("b", AlertLevel.Warning));
        await Pass(rig, TimeSpan.FromSeconds(30));
        await Publish(rig, Alert("c"), Alert("c", AlertLevel.Ok), Alert("a", AlertLevel.Ok, 1));
        await Pass(rig, TimeSpan.FromMilliseconds(1));

        handler.Taken.Should().HaveCount(2);
        handler.Taken[1].Should().BeEquivalentTo(new { Level = AlertLevel.Warning, PreviousLevel = AlertLevel.Critical });
        handler.Taken[1].Members.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Id = "a", Level = AlertLevel.Ok, PreviousLevel = AlertLevel.Critical });
        await Publish(rig, Alert("b", AlertLevel.Ok, 2));
        await Pass(rig, TimeSpan.FromSeconds(1));
        handler.Taken.Should().HaveCount(3);
        handler.Taken[2].Level.Should().Be(AlertLevel.Ok);
        rig.Store.LoadKnownAlerts((_, id, _) => id.Should().BeNull("nothing is left to be known"));
    }

    [Fact]
    public async Task Ends_of_a_group_that_come_together_go_out_together()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "mail", delivery: Groups);
        await Publish(rig, [.. Enumerable.Range(0, 50).Select(i => Alert($"a{i}"))]);
        await Pass(rig, TimeSpan.FromSeconds(30));
        await Publish(rig, Alert("a0", AlertLevel.Ok));
        await Pass(rig, TimeSpan.FromMilliseconds(1));
        handler.Taken.Should().HaveCount(2);

        await Publish(rig, [.. Enumerable.Range(1, 49).Select(i => Alert($"a{i}", AlertLevel.Ok))]);
        await Pass(rig, TimeSpan.FromSeconds(1));

        handler.Taken.Should().HaveCount(3);
        handler.Taken[2].Members.Should().HaveCount(49);
        handler.Taken[2].Level.Should().Be(AlertLevel.Ok);
    }

    [Fact]
    public async Task A_group_gets_through_a_kill_while_it_waits_and_its_ends_do()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "mail", delivery: Groups);
        await Publish(rig, Alert("a"), Alert("b"));
        await Pass(rig, TimeSpan.FromSeconds(20));
        await rig.Kill();
        rig.Restart();
        await Pass(rig, TimeSpan.FromSeconds(9));
        handler.Taken.Should().BeEmpty();
        await Pass(rig, TimeSpan.FromSeconds(1));
        handler.Taken.Should().ContainSingle().Which.Members.Should().HaveCount(2);

        await rig.Publish("system", Alert("a", AlertLevel.Ok, 1));
        await rig.Kill();
        rig.Restart();
        await Pass(rig, TimeSpan.FromMilliseconds(1));

        handler.Taken.Should().HaveCount(2);
        handler.Taken[1].Members.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Id = "a", Level = AlertLevel.Ok, Message = "a is OK at 1" });
        handler.Taken[1].Level.Should().Be(AlertLevel.Critical, "b is still open");
    }

    [Fact]
    public async Task The_ledger_names_the_members_of_a_group_and_says_what_waits_until_when()
    {
        await using var rig = Start();
        await rig.Define("system", "mail", delivery: Groups);
        await Publish(rig, Alert("a"), Alert("b"));
        rig.Ended().Should().HaveCount(2).And.OnlyContain(entry =>
            entry.Outcome == LedgerOutcome.Grouped && entry.Reason == "waits for others of system/mail{cluster=eu} until 2020-01-01T00:00:30Z");
        HeldOf(rig, "a").Should().Equal("waits for others of system/mail{cluster=eu} until 2020-01-01T00:00:30Z");

        await Pass(rig, TimeSpan.FromSeconds(30));

        var delivered = rig.Ended().Where(entry => entry.Outcome == LedgerOutcome.Delivered).ToArray();
        delivered.Select(entry => entry.AlertId).Should().BeEquivalentTo("system/mail{cluster=eu}", "a", "b");
        delivered.Select(entry => entry.Key).Distinct().Should().ContainSingle();
        delivered[1].Reason.Should().Be("one of 2 in system/mail{cluster=eu}");
    }

    [Fact]
    public async Task A_group_that_is_refused_is_one_dead_letter_with_its_members()
    {
        await using var rig = Start();
        await rig.Define("system", "mail", RecordingHandler.Answering(_ => Delivery.Refused("no")), delivery: Groups);
        await Publish(rig, Alert("a"), Alert("b"));
        await Pass(rig, TimeSpan.FromSeconds(30));

        rig.Store.CountDeadLetters().Should().Be(1);
        var letter = EventCodec.Read(rig.Store.ReadDeadLetters(0, 10)[0].Event);
        letter.Id.Should().Be("system/mail{cluster=eu}");
        letter.Members.Select(member => member.Id).Should().Equal("a", "b");
        rig.Ended().Count(entry => entry.Outcome == LedgerOutcome.Refused).Should().Be(3);
    }

    [Fact]
    public async Task An_open_alert_is_repeated_after_its_time_each_time_and_nothing_in_between()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "mail", delivery: """{"repeat":"4h"}""");
        await Publish(rig, Alert("a"));
        for (var hour = 1; hour < 4; hour++)
        {
            await Pass(rig, TimeSpan.FromHours(1));
            await Publish(rig, Alert("a", second: hour));
        }

        await Pass(rig, TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        handler.Taken.Should().HaveCount(1);
        await Pass(rig, TimeSpan.FromSeconds(1));
        handler.Taken.Should().HaveCount(2);
        handler.Taken[1].Should().BeEquivalentTo(new { Message = "a is CRITICAL at 3", PreviousLevel = AlertLevel.Critical });
        await rig.Kill();
        rig.Restart();
        await Pass(rig, TimeSpan.FromHours(4));
        handler.Taken.Should().HaveCount(3);
        await Publish(rig, Alert("a", AlertLevel.Ok, 9));
        handler.Taken.Should().HaveCount(4);
        await Pass(rig, TimeSpan.FromDays(1));
        handler.Taken.Should().HaveCount(4, "what is over is not repeated");
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public async Task A_clock_that_is_set_makes_no_storm_of_repeats(int hours)
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "mail", delivery: """{"repeat":"1h","group":{"wait":"1m"}}""");
        await Publish(rig, [.. Enumerable.Range(0, 20).Select(i => Alert($"a{i}"))]);
        await Pass(rig, TimeSpan.FromMinutes(1));
        _time.Set(TimeSpan.FromHours(hours));
        await Pass(rig, TimeSpan.FromMinutes(59));
        handler.Taken.Should().HaveCount(1);
        await Pass(rig, TimeSpan.FromMinutes(1));
        handler.Taken.Should().HaveCount(2);
        await rig.Stop();
        rig.Restart();
        await Pass(rig, TimeSpan.FromMinutes(60));
        handler.Taken.Should().HaveCount(hours > 0 ? 4 : 3, "a server that starts later than it thought repeats once");
    }

    [Fact]
    public async Task What_is_over_a_limit_comes_as_one_summary_and_ends_are_not_held_back()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "sms", delivery: """{"limit":{"count":2,"per":"10m"}}""");
        await Publish(rig, [.. Enumerable.Range(0, 6).Select(i => Alert($"a{i}"))]);
        handler.Taken.Select(taken => taken.Id).Should().Equal("a0", "a1");
        rig.Ended().Last(entry => entry.AlertId == "a5").Should().BeEquivalentTo(new { Outcome = LedgerOutcome.Limited, Reason = "over the limit of 2 deliveries in 00:10:00, until 2020-01-01T00:10:00Z" });

        await Publish(rig, Alert("a0", AlertLevel.Ok), Alert("a5", AlertLevel.Ok));
        handler.Taken.Select(taken => taken.Id).Should().Equal("a0", "a1", "a0");
        await rig.Kill();
        rig.Restart();
        await Publish(rig, Alert("b"));
        await Pass(rig, TimeSpan.FromMinutes(10));

        handler.Taken.Should().HaveCount(4);
        handler.Taken[3].Members.Select(member => member.Id).Should().Equal("a2", "a3", "a4", "b");
        handler.Taken[3].Id.Should().Be("system/sms{more}");
        await Publish(rig, [.. new[] { "a2", "a3", "a4", "b" }.Select(id => Alert(id, AlertLevel.Ok, 5))]);
        await Pass(rig, TimeSpan.FromSeconds(1));
        handler.Taken[^1].Should().BeEquivalentTo(new { Id = "system/sms{more}", Level = AlertLevel.Ok });
    }

    [Fact]
    public async Task An_escalation_counts_from_the_opening_and_nothing_escalates_that_ended()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "boss", delivery: """{"after":"15m","unless":"acknowledged"}""");
        await Publish(rig, Alert("a"), Alert("b"));
        await Pass(rig, TimeSpan.FromMinutes(10));
        await Publish(rig, Alert("a", second: 1), Alert("b", AlertLevel.Ok));
        await Pass(rig, TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        handler.Taken.Should().BeEmpty();
        await Pass(rig, TimeSpan.FromSeconds(1));

        handler.Taken.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Id = "a", Level = AlertLevel.Critical, PreviousLevel = AlertLevel.Ok, Message = "a is CRITICAL at 1" });
        await Publish(rig, Alert("a", AlertLevel.Ok, 2));
        handler.Taken.Should().HaveCount(2);
    }

    [Fact]
    public async Task An_escalation_starts_again_on_a_rise_to_a_new_height_only()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "boss", delivery: """{"after":"15m"}""");
        await Publish(rig, Alert("a", AlertLevel.Warning));
        await Pass(rig, TimeSpan.FromMinutes(10));
        await Publish(rig, Alert("a", AlertLevel.Critical, 1));
        await Pass(rig, TimeSpan.FromMinutes(10));
        handler.Taken.Should().BeEmpty();
        await Publish(rig, Alert("a", AlertLevel.Warning, 2), Alert("a", AlertLevel.Critical, 3));
        await Pass(rig, TimeSpan.FromMinutes(5));

        handler.Taken.Should().ContainSingle().Which.Level.Should().Be(AlertLevel.Critical);
    }

    [Fact]
    public async Task Who_does_not_take_what_an_alert_opened_with_knows_nothing_of_its_end()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "boss", match: "level() == CRITICAL OR level() == OK", delivery: """{"after":"15m"}""");
        await Publish(rig, Alert("a", AlertLevel.Warning), Alert("a", AlertLevel.Ok), Alert("b", AlertLevel.Warning));
        await Pass(rig, TimeSpan.FromMinutes(10));
        await Publish(rig, Alert("b", AlertLevel.Critical));
        await Pass(rig, TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        handler.Taken.Should().BeEmpty("the time begins with what the handler takes");
        await Pass(rig, TimeSpan.FromSeconds(1));
        await Publish(rig, Alert("b", AlertLevel.Warning), Alert("b", AlertLevel.Ok));

        handler.Taken.Select(taken => $"{taken.Id} {taken.Level.Text()}").Should().Equal("b CRITICAL", "b OK");
    }

    [Fact]
    public async Task An_escalation_waits_while_somebody_has_it_and_goes_on_when_nobody_has()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "boss", delivery: """{"after":"15m","unless":"acknowledged"}""");
        await Publish(rig, Alert("a", AlertLevel.Warning));
        await Act(rig, ActivityKind.Acknowledged);
        await Pass(rig, TimeSpan.FromMinutes(30));
        handler.Taken.Should().BeEmpty();
        HeldOf(rig, "a").Should().Equal("put off while it is acknowledged by kim");
        await rig.Kill();
        rig.Restart();
        await Act(rig, ActivityKind.Unacknowledged);
        await Pass(rig, TimeSpan.FromMilliseconds(1));
        handler.Taken.Should().HaveCount(1);

        await Act(rig, ActivityKind.Acknowledged);
        await Publish(rig, Alert("a", AlertLevel.Critical, 1));
        await Pass(rig, TimeSpan.FromMinutes(15));
        handler.Taken.Should().HaveCount(2, "nobody has acknowledged that height");
    }

    [Fact]
    public async Task An_escalation_stands_still_while_it_is_silenced()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "boss", delivery: """{"after":"15m"}""");
        await Publish(rig, Alert("a"));
        await Pass(rig, TimeSpan.FromMinutes(10));
        (await rig.Alerts.Silences.DefineAsync(ConfigJson.Parse(Silence))).Silence.Should().NotBeNull();

        await Pass(rig, TimeSpan.FromMinutes(50) + TimeSpan.FromMinutes(4));
        handler.Taken.Should().BeEmpty();
        await Pass(rig, TimeSpan.FromMinutes(1));

        handler.Taken.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_group_that_was_silenced_is_told_when_the_silence_is_over_and_its_ends_in_it()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "mail", delivery: Groups);
        await Publish(rig, Alert("known"));
        await Pass(rig, TimeSpan.FromSeconds(30));
        (await rig.Alerts.Silences.DefineAsync(ConfigJson.Parse(Silence))).Silence.Should().NotBeNull();
        await Publish(rig, Alert("a"), Alert("b"), Alert("known", AlertLevel.Ok));
        await Pass(rig, TimeSpan.FromMilliseconds(1));
        handler.Taken.Should().HaveCount(2);
        handler.Taken[1].Members.Should().ContainSingle().Which.Id.Should().Be("known");

        await Pass(rig, TimeSpan.FromHours(1) - TimeSpan.FromSeconds(31));
        handler.Taken.Should().HaveCount(2);
        await Pass(rig, TimeSpan.FromSeconds(1));

        handler.Taken.Should().HaveCount(3);
        handler.Taken[2].Members.Select(member => member.Id).Should().Equal("a", "b");
    }

    [Fact]
    public async Task A_handler_with_a_form_for_groups_gets_the_list()
    {
        await using var rig = Start();
        var handler = new GroupRecorder();
        rig.Handlers["chat"] = handler;
        (await rig.Alerts.Handlers.CreateAsync(AlertRig.Spec("system", "chat") with { DeliveryJson = Groups })).Should().BeNull();
        await Publish(rig, Alert("a"), Alert("b"));
        await Pass(rig, TimeSpan.FromSeconds(30));

        handler.Groups.Should().ContainSingle().Which.Members.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_template_of_a_handler_names_the_alerts_of_a_group()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "mail", delivery: Groups);
        await Publish(rig, Alert("a"), Alert("b", AlertLevel.Warning));
        await Pass(rig, TimeSpan.FromSeconds(30));

        PostText("{{ .ID }}: {{ range .Members }}{{ .ID }} at {{ index .Tags \"host\" }} is {{ .Level }}; {{ end }}", handler.Taken[0]).Should().Be("system/mail{cluster=eu}: a at a is CRITICAL; b at b is WARNING; ");
        PostText("{{ .ID }}{{ range .Members }}never{{ end }}", Alert("alone")).Should().Be("alone");

        static string? PostText(string template, AlertEvent alert) =>
            TextTemplate.Parse("t", template, new TemplateOptions { Shape = OptionTemplateData.Layout }).Template!.TryRender(new OptionTemplateData(alert), out var text, out var error) ? text : error;
    }

    [Fact]
    public async Task The_incident_of_a_group_is_that_of_its_alerts()
    {
        await using var rig = Start();
        await rig.Define("system", "mail", RecordingHandler.Answering(_ => Delivery.Done with { Incident = new IncidentReference("pagerduty", "P1") }), delivery: Groups);
        await Publish(rig, Alert("a"), Alert("b"));
        await Pass(rig, TimeSpan.FromSeconds(30));

        rig.Alerts.Activities.List(new AlertQuery()).Should().HaveCount(2).And.OnlyContain(alert => alert.Incidents.Single().Id == "P1");
    }

    private static AlertEvent Alert(string id, AlertLevel level = AlertLevel.Critical, int second = 0, string cluster = "eu") =>
        AlertRig.Event(id, level, second) with { Tags = new Dictionary<string, string> { ["cluster"] = cluster, ["host"] = id } };

    private static List<string> HeldOf(AlertRig rig, string id) => [.. rig.Alerts.Activities.Find("system", id)!.Held.Select(held => held.Why)];

    private static async Task Publish(AlertRig rig, params AlertEvent[] events)
    {
        await rig.Publish("system", events);
        await Settled(rig);
    }

    private static async Task Settled(AlertRig rig)
    {
        (await rig.Alerts.Outbox.SettleAsync(TimeSpan.FromMinutes(1))).Should().BeTrue();
        await rig.Store.CommitAsync(static _ => { }); // What is delivered is forgotten a little later, and would be delivered again after a kill.
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
        await Settled(rig);
    }

    private sealed class GroupRecorder : IGroupHandler
    {
        public List<AlertGroup> Groups { get; } = [];

        public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => throw new InvalidOperationException("a group is not one event");

        public ValueTask<Delivery> HandleGroupAsync(AlertGroup group, CancellationToken cancellationToken)
        {
            Groups.Add(group);
            return ValueTask.FromResult(Delivery.Done);
        }
    }
}
