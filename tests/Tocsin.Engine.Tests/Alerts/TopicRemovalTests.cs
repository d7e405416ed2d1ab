using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Alerts;

/// <summary>A topic that is deleted leaves nobody with a problem that never ends.</summary>
public sealed class TopicRemovalTests
{
    private const string Groups = """{"group":{"wait":"30s"}}""";

    private readonly FakeTime _time = new();

    [Fact]
    public async Task Who_was_told_of_what_is_open_is_told_of_its_end()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "pager");
        await rig.Publish("system", AlertRig.Event("a") with { Tags = new Dictionary<string, string> { ["host"] = "h" } }, AlertRig.Event("fine", AlertLevel.Ok));

        await Delete(rig);

        handler.Taken.Select(taken => taken.Id).Should().Equal("a", "fine", "a");
        handler.Taken[2].Should().BeEquivalentTo(
            new { Id = "a", Level = AlertLevel.Ok, PreviousLevel = AlertLevel.Critical, Message = "a is closed: topic system was deleted while it was CRITICAL" });
        handler.Taken[2].Tags.Should().Contain("host", "h");
        rig.Alerts.Topics.TryGetState("system", "a", out _).Should().BeFalse();
    }

    [Fact]
    public async Task Who_knows_it_through_a_group_is_told_of_the_end_of_that()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "mail", delivery: Groups);
        await rig.Publish("system", AlertRig.Event("a"), AlertRig.Event("b"));
        await Pass(rig, TimeSpan.FromSeconds(30));
        await rig.Publish("system", AlertRig.Event("waits"));

        await Delete(rig);

        handler.Taken.Should().HaveCount(2);
        handler.Taken[1].Should().BeEquivalentTo(new { Id = "system/mail{}", Level = AlertLevel.Ok });
        handler.Taken[1].Members.Select(member => member.Id).Should().Equal("a", "b");
        await Pass(rig, TimeSpan.FromHours(1));
        handler.Taken.Should().HaveCount(2);
        rig.Store.LoadKnownAlerts((_, id, _) => id.Should().BeNull("nothing is left to be known"));
    }

    [Fact]
    public async Task Who_knows_nothing_of_it_is_told_nothing()
    {
        await using var rig = Start();
        var (silenced, late) = (await rig.Define("system", "silenced"), await rig.Define("system", "late", delivery: """{"after":"1h"}"""));
        (await rig.Alerts.Silences.DefineAsync(ConfigJson.Parse("""{"id":"s","matchers":["topic=system"],"until":"2021-01-01T00:00:00Z"}"""))).Silence.Should().NotBeNull();
        await rig.Publish("system", AlertRig.Event("a"));

        await Delete(rig);

        silenced.Taken.Should().BeEmpty();
        late.Taken.Should().BeEmpty();
        rig.Alerts.Silences.Count().Withheld.Should().Be(0);
    }

    [Fact]
    public async Task It_is_told_once_also_when_the_server_is_killed_right_after()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "pager");
        await rig.Publish("system", AlertRig.Event("a"));
        await Delete(rig);
        await rig.Kill();
        rig.Restart();
        await Pass(rig, TimeSpan.FromSeconds(1));

        handler.Taken.Select(taken => taken.Level).Should().Equal(AlertLevel.Critical, AlertLevel.Ok);
        rig.Alerts.Topics.TryGet("system", out var status).Should().BeTrue("its handler lists it");
        status.Level.Should().Be(AlertLevel.Ok);
        await rig.Publish("system", AlertRig.Event("a", second: 1));
        await Settled(rig);
        handler.Taken[^1].Should().BeEquivalentTo(new { Level = AlertLevel.Critical, PreviousLevel = AlertLevel.Ok });
    }

    [Fact]
    public async Task What_a_node_that_runs_has_open_goes_on_in_the_topic_when_it_comes_to_life_again()
    {
        await using var rig = Start();
        var handler = await rig.Define("system", "pager");
        var (runs, stopped) = (new AlertOrigin("main:runs:alert2", "shape"), new AlertOrigin("main:stopped:alert2", "shape"));
        rig.Alerts.Topics.Publish("system", AlertRig.Event("a"), runs);
        rig.Alerts.Topics.Publish("system", AlertRig.Event("b"), stopped);
        stopped.Stop();

        await Delete(rig);
        rig.Alerts.Topics.Publish("system", AlertRig.Event("a", AlertLevel.Ok, second: 1), runs);
        await Settled(rig);

        handler.Taken.Select(taken => (taken.Id, taken.Level, IsClosed: taken.Message.Contains("closed", StringComparison.Ordinal))).Should().Equal(
            ("a", AlertLevel.Critical, false), ("b", AlertLevel.Critical, false), ("b", AlertLevel.Ok, true), ("a", AlertLevel.Ok, false));
    }

    [Fact]
    public async Task A_topic_that_is_not_there_is_deleted_without_a_word()
    {
        await using var rig = Start();

        await rig.Alerts.Removal.DeleteAsync("nowhere");

        rig.Alerts.Topics.List().Should().BeEmpty();
    }

    private static async Task Delete(AlertRig rig)
    {
        await Settled(rig);
        await rig.Alerts.Removal.DeleteAsync("system");
        await Settled(rig);
    }

    private static async Task Settled(AlertRig rig)
    {
        (await rig.Alerts.Outbox.SettleAsync(TimeSpan.FromMinutes(1))).Should().BeTrue();
        await rig.Store.CommitAsync(static _ => { }); // What is delivered is forgotten a little later, and would be delivered again after a kill.
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
}
