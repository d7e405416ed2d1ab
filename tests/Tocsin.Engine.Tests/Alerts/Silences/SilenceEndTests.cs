using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Alerts.Silencing;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Alerts.Silences;

/// <summary>However a silence ends: what is still open and was kept back is told within a second, and what goes on being kept back is not.</summary>
public sealed class SilenceEndTests
{
    private const string Hour = """{"id":"s","matchers":["topic=system"],"until":"2020-01-01T01:00:00Z"}""";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTime _time = new();

    public static TheoryData<string, string> Ends => new()
    {
        { "one-off", Hour },
        { "recurring", """{"id":"s","matchers":["topic=system"],"when":{"from":"23:00","to":"01:00","zone":"UTC"}}""" },
        { "of a zone", """{"id":"s","matchers":["topic=system"],"when":{"from":"00:30","to":"02:00","zone":"Europe/Berlin"}}""" },
        { "recurring with an end", """{"id":"s","matchers":["topic=system"],"when":{"from":"23:00","to":"06:00"},"until":"2020-01-01T01:00:00Z"}""" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task By_the_clock(string how, string silence)
    {
        await using var rig = Start();
        var (simple, grouped, escalated) = await Define(rig);
        await Silence(rig, silence);
        await Publish(rig, "a", "b");

        await Pass(rig, TimeSpan.FromHours(1) - Second);
        Told(simple, grouped, escalated).Should().BeEmpty(how);
        await Pass(rig, 2 * Second);

        Told(simple).Should().Equal("a CRITICAL", "b CRITICAL");
        grouped.Taken.Should().ContainSingle("a group does not wait for its own time after a silence").Which.Members.Should().HaveCount(2);
        Told(escalated).Should().BeEmpty("its time stood still");
        await Pass(rig, TimeSpan.FromMinutes(10));
        Told(escalated).Should().Equal("a CRITICAL", "b CRITICAL");
    }

    [Theory]
    [InlineData("by the API")]
    [InlineData("by its file, that is deleted")]
    [InlineData("by another in its place")]
    [InlineData("by another in its place, that begins later")]
    public async Task By_people(string how)
    {
        await using var rig = Start();
        var (simple, grouped, _) = await Define(rig);
        await Silence(rig, Hour);
        await Publish(rig, "a", "b");
        await Pass(rig, TimeSpan.FromMinutes(20));
        Told(simple, grouped).Should().BeEmpty();

        await (how switch
        {
            "by the API" => rig.Alerts.Silences.EndAsync("s"),
            "by its file, that is deleted" => rig.Alerts.Silences.DeleteAsync("s"),
            "by another in its place" => Silence(rig, """{"id":"s","matchers":["alert_id=b"],"until":"2020-01-01T01:00:00Z"}"""),
            _ => Silence(rig, """{"id":"s","matchers":["topic=system"],"from":"2020-01-01T00:30:00Z","until":"2020-01-01T01:00:00Z"}"""),
        });
        await Pass(rig, Second);

        string[] expected = how == "by another in its place" ? ["a CRITICAL"] : ["a CRITICAL", "b CRITICAL"];
        Told(simple).Should().Equal(expected);
        grouped.Taken.Should().ContainSingle().Which.Members.Should().HaveCount(expected.Length);
    }

    [Fact]
    public async Task With_the_last_of_its_alerts_for_those_that_its_ceiling_let_through_or_that_it_never_saw()
    {
        await using var rig = Start();
        var (simple, _, _) = await Define(rig);
        await Publish(rig, "a");
        await Silence(rig, """{"id":"s","matchers":["alert_id=a"],"until":"resolved"}""");
        await Silence(rig, """{"id":"t","matchers":["alert_id=b"],"until":"resolved"}""");
        await Publish(rig, "b");

        await Publish(rig, AlertRig.Event("a", AlertLevel.Ok, 1));
        await Publish(rig, "a");
        await Pass(rig, Second);

        Told(simple).Should().Equal("a CRITICAL", "a OK", "a CRITICAL");
        await Publish(rig, AlertRig.Event("b", AlertLevel.Ok, 1));
        rig.Alerts.Silences.All.Should().OnlyContain(silence => silence.Ended != null);
    }

    [Fact]
    public async Task With_the_topic_of_its_last_alert()
    {
        await using var rig = Start();
        await rig.Define("other", "h");
        await Silence(rig, """{"id":"s","matchers":["alert_id=a"],"until":"resolved"}""");
        await rig.Publish("other", AlertRig.Event("a"));

        await rig.Alerts.Removal.DeleteAsync("other");

        rig.Alerts.Silences.Find("s")!.Ended.Should().NotBeNull();
    }

    [Fact]
    public async Task By_a_clock_that_jumps_over_its_end()
    {
        await using var rig = Start();
        var (simple, _, _) = await Define(rig);
        await Silence(rig, Hour);
        await Publish(rig, "a");
        await Pass(rig, TimeSpan.FromMinutes(5));

        _time.Set(TimeSpan.FromHours(2)); // As after a sleep of the machine.
        await Pass(rig, Second);

        Told(simple).Should().Equal("a CRITICAL");
    }

    [Fact]
    public async Task By_a_clock_that_is_set_back_to_before_it_began_it_goes_on_when_it_begins_again()
    {
        await using var rig = Start();
        var (simple, _, _) = await Define(rig);
        await Pass(rig, TimeSpan.FromMinutes(30));
        await Silence(rig, """{"id":"s","matchers":["topic=system"],"from":"2020-01-01T00:30:00Z","until":"2020-01-01T01:00:00Z"}""");
        await Publish(rig, "a");

        _time.Set(-TimeSpan.FromMinutes(20));
        await Pass(rig, Second);
        Told(simple).Should().Equal("a CRITICAL");
        await Pass(rig, TimeSpan.FromMinutes(25));
        await Publish(rig, "b");
        Told(simple).Should().HaveCount(1);
        await Pass(rig, TimeSpan.FromMinutes(25));

        Told(simple).Should().Equal("a CRITICAL", "b CRITICAL");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_the_server_did_not_run(bool isKnown)
    {
        await using var rig = Start();
        var (simple, grouped, _) = await Define(rig);
        await Silence(rig, Hour);
        await Publish(rig, "a", "b");
        await rig.Kill();
        if (isKnown)
            _time.Advance(TimeSpan.FromHours(2));
        rig.Restart(store => isKnown ? Task.CompletedTask : store.CommitAsync(static writer => writer.DeleteSilence("s")));
        await Pass(rig, Second);

        Told(simple).Should().Equal("a CRITICAL", "b CRITICAL");
        grouped.Taken.Should().ContainSingle();
    }

    [Fact]
    public async Task An_event_at_the_moment_of_its_end_does_not_put_its_group_off()
    {
        await using var rig = Start();
        var (_, grouped, _) = await Define(rig);
        await Publish(rig, "known");
        await Pass(rig, TimeSpan.FromSeconds(30));
        await Silence(rig, """{"id":"s","matchers":["topic=system"],"until":"2020-01-01T00:01:00Z"}""");
        await Publish(rig, "a");

        await Pass(rig, TimeSpan.FromSeconds(30));

        grouped.Taken.Should().HaveCount(2, "the interval of five minutes is not over, and the silence is");
        grouped.Taken[1].Members.Should().ContainSingle().Which.Id.Should().Be("a");
    }

    [Fact]
    public async Task The_reminder_of_a_silence_whose_file_is_deleted_is_over()
    {
        await using var rig = Start(new SilenceOptions { ReminderTopic = "reminders" });
        var handler = await rig.Define("reminders", "mail");
        await Silence(rig, Hour);
        await Pass(rig, TimeSpan.FromMinutes(50));
        await rig.Alerts.Silences.DeleteAsync("s");
        await Pass(rig, Second);

        handler.Taken.Select(taken => taken.Level).Should().Equal(AlertLevel.Info, AlertLevel.Ok);
    }

    [Fact]
    public async Task To_look_costs_nothing_when_nothing_is_due()
    {
        await using var rig = Start();
        await rig.Define("system", "h");
        foreach (var part in Enumerable.Range(0, 2000).Chunk(500))
            await rig.Alerts.Silences.DefineAsync([.. part.Select(i => ConfigJson.Parse($$"""{"id":"s{{i}}","matchers":["alert_id=a{{i}}"],"until":"2020-01-02T00:00:00Z"}"""))]);
        await rig.Publish("system", [.. Enumerable.Range(0, 2000).Select(i => AlertRig.Event($"a{i}"))]);
        await Pass(rig, Second);
        rig.Alerts.Silences.Count().Withheld.Should().Be(2000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            rig.Alerts.Silences.Look();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(100 * 4096, "neither silences nor alerts are gone through");
    }

    private static async Task<(RecordingHandler Simple, RecordingHandler Grouped, RecordingHandler Escalated)> Define(AlertRig rig) =>
        (await rig.Define("system", "simple"), await rig.Define("system", "grouped", delivery: """{"group":{"wait":"30s","interval":"5m"}}"""),
            await rig.Define("system", "escalated", delivery: """{"after":"10m"}"""));

    private static IEnumerable<string> Told(params RecordingHandler[] handlers) => handlers.SelectMany(handler => handler.Taken).Select(taken => $"{taken.Id} {taken.Level.Text()}");

    private static async Task<SilenceOutcome> Silence(AlertRig rig, string json)
    {
        var outcome = await rig.Alerts.Silences.DefineAsync(ConfigJson.Parse(json));
        outcome.Silence.Should().NotBeNull("{0}", string.Join("; ", outcome.Problems));
        return outcome;
    }

    private static Task Publish(AlertRig rig, params string[] ids) => Publish(rig, [.. ids.Select(id => AlertRig.Event(id))]);

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

    private AlertRig Start(SilenceOptions? silences = null)
    {
        var rig = new AlertRig(time: _time, silences: silences);
        rig.Alerts.Started();
        return rig;
    }

    private async Task Pass(AlertRig rig, TimeSpan time)
    {
        _time.Advance(time);
        await rig.Alerts.Topics.WhenCommitted();
        await Settled(rig);
    }
}
