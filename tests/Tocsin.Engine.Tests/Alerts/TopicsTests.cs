using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Alerts;

public sealed class TopicsTests
{
    [Fact]
    public async Task The_level_of_a_topic_is_the_highest_of_its_ids()
    {
        await using var rig = new AlertRig();
        var levels = new List<AlertLevel>();
        foreach (var (id, level) in new[]
        {
            ("b", AlertLevel.Critical), ("a", AlertLevel.Info), ("a", AlertLevel.Warning), ("c", AlertLevel.Info), ("b", AlertLevel.Ok), ("a", AlertLevel.Ok),
        })
        {
            await rig.Publish("system", AlertRig.Event(id, level));
            levels.Add(rig.Alerts.Topics.List()[0].Level);
        }

        levels.Should().Equal(
            AlertLevel.Critical, AlertLevel.Critical, AlertLevel.Critical, AlertLevel.Critical, AlertLevel.Warning, AlertLevel.Info);
        rig.Alerts.Topics.ListEvents("system", AlertLevel.Info)!.Select(entry => entry.Id).Should().Equal("c");
        rig.Alerts.Topics.List()[0].Collected.Should().Be(6);
    }

    [Fact]
    public async Task The_previous_level_is_that_of_the_topic()
    {
        await using var rig = new AlertRig(time: new FakeTime());
        var handler = await rig.Define("system", "h");

        await rig.Publish("system", AlertRig.Event("a", AlertLevel.Info), AlertRig.Event("a"), AlertRig.Event("b", AlertLevel.Ok), AlertRig.Event("a", AlertLevel.Ok));
        await Until.True(() => handler.TakenCount == 4);

        handler.Taken.Select(alert => alert.PreviousLevel).Should().Equal(AlertLevel.Ok, AlertLevel.Info, AlertLevel.Ok, AlertLevel.Critical);
    }

    [Fact]
    public async Task Topics_are_listed_by_level_and_pattern()
    {
        await using var rig = new AlertRig();
        await rig.Publish("b", AlertRig.Event("x"));
        await rig.Publish("a", AlertRig.Event("x", AlertLevel.Info));
        await rig.Publish("ab", AlertRig.Event("x", AlertLevel.Ok));

        rig.Alerts.Topics.List().Select(topic => topic.Name).Should().Equal("a", "ab", "b");
        rig.Alerts.Topics.List(AlertLevel.Info).Select(topic => topic.Name).Should().Equal("a", "b");
        rig.Alerts.Topics.List(pattern: "a*").Select(topic => topic.Name).Should().Equal("a", "ab");
    }

    [Fact]
    public async Task State_survives_a_restart_and_counters_begin_anew()
    {
        await using var rig = new AlertRig();
        await rig.Publish("system", AlertRig.Event("a", AlertLevel.Info, 1), AlertRig.Event("a", AlertLevel.Critical, 2) with { Details = "d", DurationNanoseconds = 7 });

        await rig.Kill();
        rig.Restart();

        rig.Alerts.Topics.TryGetState("system", "a", out var state).Should().BeTrue();
        state.Should().Be(new EventState
        {
            Level = AlertLevel.Critical,
            UnixNanoseconds = 1577836802_000000000,
            DurationNanoseconds = 7,
            Message = "a is CRITICAL at 2",
            Details = "d",
        });
        rig.Alerts.Topics.List().Should().Equal(new TopicStatus("system", AlertLevel.Critical, 0, new LevelCounts(0, 0, 0, Critical: 1)));
    }

    [Fact]
    public async Task A_deleted_topic_forgets_and_its_handlers_get_what_brings_it_to_life_again()
    {
        await using var rig = new AlertRig();
        var handler = await rig.Define("system", "h");
        await rig.Publish("system", AlertRig.Event("a"));

        await rig.Alerts.Removal.DeleteAsync("system");
        rig.Alerts.Topics.TryGet("system", out _).Should().BeFalse();
        rig.Alerts.Topics.ListEvents("system").Should().BeNull();
        rig.Alerts.Handlers.List("system").Should().ContainSingle();

        await rig.Publish("system", AlertRig.Event("a", second: 1));
        await Until.True(() => handler.TakenCount == 3);
        handler.Taken[2].Should().BeEquivalentTo(new { Level = AlertLevel.Critical, PreviousLevel = AlertLevel.Ok });
        rig.Alerts.Topics.List()[0].Collected.Should().Be(1);

        await rig.Stop();
        rig.Restart();
        rig.Alerts.Topics.ListEvents("system").Should().ContainSingle();
    }

    [Fact]
    public async Task A_topic_deleted_for_good_is_not_back_after_a_restart()
    {
        await using var rig = new AlertRig();
        await rig.Publish("system", AlertRig.Event("a"));
        await rig.Alerts.Removal.DeleteAsync("system");

        await rig.Stop();
        rig.Restart();

        rig.Alerts.Topics.List().Should().BeEmpty();
        rig.Alerts.Topics.TryGetState("system", "a", out _).Should().BeFalse();
    }

    [Fact]
    public async Task A_renamed_task_keeps_state_handlers_and_what_is_owed()
    {
        await using var rig = new AlertRig();
        var isDown = true;
        var handler = RecordingHandler.Answering(_ => isDown ? Delivery.Retry("down") : Delivery.Done);
        rig.Alerts.OpenNodeTopic("main:old:alert2", [new NodeHandler("post", handler)]);
        var extra = await rig.Define("main:old:alert2", "extra");
        await rig.Publish("main:old:alert2", AlertRig.Event("x"));
        await Until.True(() => extra.TakenCount == 1);

        rig.Alerts.CloseNodeTopic("main:old:alert2");
        await rig.Alerts.RenameTaskAsync("old", "new", static _ => { });
        rig.Alerts.OpenNodeTopic("main:new:alert2", [new NodeHandler("post", handler)]);
        isDown = false;
        await rig.Publish("main:new:alert2", AlertRig.Event("x", AlertLevel.Ok, 1));
        await Until.True(() => handler.TakenCount == 2 && extra.TakenCount == 2);

        handler.Taken[1].PreviousLevel.Should().Be(AlertLevel.Critical);
        rig.Alerts.Topics.List().Select(topic => topic.Name).Should().Equal("main:new:alert2");
        rig.Alerts.Handlers.Find("main:new:alert2", "extra").Should().NotBeNull();
        rig.Alerts.Outbox.Counters.Select(counters => counters.Target.ToString()).Should().OnlyContain(target => target.StartsWith("main:new:"));

        await rig.Stop();
        rig.Restart();
        rig.Alerts.Topics.List().Select(topic => topic.Name).Should().Equal("main:new:alert2");
        rig.Alerts.Handlers.Broken.Should().BeEmpty();
    }

    [Fact]
    public async Task A_stopped_node_hides_its_topic_and_finds_its_state_again()
    {
        await using var rig = new AlertRig();
        var handler = new RecordingHandler();
        rig.Alerts.OpenNodeTopic("main:t:alert2", [new NodeHandler("post", handler)]);
        await rig.Publish("main:t:alert2", AlertRig.Event("x"));

        rig.Alerts.CloseNodeTopic("main:t:alert2");
        rig.Alerts.Topics.List().Should().BeEmpty();
        rig.Alerts.OpenNodeTopic("main:t:alert2", [new NodeHandler("post", handler)]);
        await rig.Publish("main:t:alert2", AlertRig.Event("x", AlertLevel.Ok, 1));
        await Until.True(() => handler.TakenCount == 2);

        handler.Taken[1].PreviousLevel.Should().Be(AlertLevel.Critical);

        rig.Alerts.CloseNodeTopic("main:t:alert2");
        rig.Alerts.DeleteTask("t");
        rig.Alerts.Topics.TryGetState("main:t:alert2", "x", out _).Should().BeFalse();
    }

    [Theory]
    [InlineData(null, null, null, null, null)]
    [InlineData("CRITICAL", null, "CRITICAL", "CRITICAL", null)]
    [InlineData(null, "INFO", "INFO", "INFO", "INFO")]
    [InlineData("CRITICAL", "INFO", "CRITICAL", "CRITICAL", "CRITICAL")]
    [InlineData("INFO", "INFO", "INFO", "INFO", "INFO")]
    public async Task A_group_seen_first_goes_on_from_what_the_topics_know(string? own, string? named, string? restored, string? ownThen, string? namedThen)
    {
        await using var rig = new AlertRig();
        if (own is not null)
            await rig.Publish("own", AlertRig.Event("x", Level(own)));
        if (named is not null)
            await rig.Publish("named", AlertRig.Event("x", Level(named)));

        var state = rig.Alerts.Topics.Restore("own", "named", "x");

        state?.Level.Text().Should().Be(restored);
        LevelIn("own").Should().Be(ownThen);
        LevelIn("named").Should().Be(namedThen);

        string? LevelIn(string topic) => rig.Alerts.Topics.TryGetState(topic, "x", out var found) ? found.Level.Text() : null;
    }

    private static AlertLevel Level(string text)
    {
        AlertLevels.TryParse(text, out var level).Should().BeTrue();
        return level;
    }
}
