using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Definitions;

public sealed class PublishTests
{
    [Fact]
    public async Task Events_go_through_a_chain_of_topics()
    {
        await using var rig = new AlertRig();
        await Publishes(rig, "system", "p1", "one");
        await Publishes(rig, "one", "p2", "two", "level() != INFO");
        var one = await rig.Define("one", "g");
        var two = await rig.Define("two", "h");

        await rig.Publish("system", AlertRig.Event("a", AlertLevel.Info, 0), AlertRig.Event("a", AlertLevel.Critical, 1), AlertRig.Event("a", AlertLevel.Ok, 2));
        await Until.True(() => one.TakenCount == 3 && two.TakenCount == 2);

        one.Taken.Select(alert => (alert.Topic, alert.PreviousLevel)).Should().Equal(
            ("one", AlertLevel.Ok), ("one", AlertLevel.Info), ("one", AlertLevel.Critical));

        // The topic did not know the id: the level before comes along with the event.
        two.Taken.Select(alert => (alert.Topic, alert.PreviousLevel)).Should().Equal(("two", AlertLevel.Info), ("two", AlertLevel.Critical));
        rig.Alerts.Topics.List().Select(topic => (topic.Name, topic.Collected)).Should().Equal(("one", 3), ("system", 3), ("two", 2));
    }

    [Theory]
    [InlineData("publish", "{\"topics\":[\"x\",\"a\"]}", "topic 'a' -> 'a' (handler 'new')")]
    [InlineData("publish", "{\"topics\":[\"x\",\"b\"]}", "topic 'a' -> 'b' (handler 'new') -> 'c' (handler 'p') -> 'a' (handler 'q')")]
    [InlineData("aggregate", "{\"topic\":\"a\",\"interval\":\"1s\"}", "topic 'a' -> 'a' (handler 'new')")]
    [InlineData("aggregate", "{\"topic\":\"c\",\"interval\":\"1s\"}", "topic 'a' -> 'c' (handler 'new') -> 'a' (handler 'q')")]
    public async Task A_handler_that_leads_events_back_to_its_topic_is_refused(string kind, string options, string circle)
    {
        await using var rig = new AlertRig();
        await Publishes(rig, "b", "p", "c");
        (await rig.Alerts.Handlers.CreateAsync(AlertRig.Spec("c", "q", kind: "aggregate", options: "{\"topic\":\"a\",\"interval\":\"1s\"}"))).Should().BeNull();
        await Publishes(rig, "a", "new", "elsewhere");

        var refusal = await rig.Alerts.Handlers.ReplaceAsync("a", "new", AlertRig.Spec("a", "new", kind: kind, options: options));

        refusal!.Message.Should().Be( // Checked by that.
            $"failed to update handler: events would go round in a circle: {circle}; hand them to a topic from which no handler leads back");
        refusal.Problems.Should().ContainSingle().Which.Option.Should().Be("options");
        rig.Alerts.Handlers.Find("a", "new")!.OptionsJson.Should().Contain("elsewhere");
    }

    [Fact]
    public async Task A_circle_may_be_turned_round_in_steps_and_handlers_that_deliver_make_none()
    {
        await using var rig = new AlertRig();
        await Publishes(rig, "a", "p", "b");
        await rig.Define("b", "h");
        await Publishes(rig, "a", "p2", "b");

        await rig.Alerts.Handlers.DeleteAsync("a", "p");
        (await rig.Alerts.Handlers.CreateAsync(Publish("b", "back", "a"))).Should().NotBeNull();
        (await rig.Alerts.Handlers.CreateAsync(Publish("b", "back", "a"), new HashSet<HandlerTarget> { new("a", "p2") })).Should().BeNull("that one is to go");
    }

    [Fact]
    public async Task A_circle_that_an_earlier_version_stored_is_broken_at_the_start_and_listed()
    {
        await using var rig = new AlertRig();
        await Publishes(rig, "a", "p", "b");
        var handler = await rig.Define("b", "h");
        await rig.Stop();
        rig.Restart(store => store.CommitAsync(writer =>
        {
            writer.SaveHandler(AlertRig.Spec("b", "q", kind: "aggregate", options: "{\"topic\":\"a\",\"interval\":\"1s\"}"));
            writer.SaveHandler(Publish("c", "self", "c"));
        }));

        await rig.Publish("a", AlertRig.Event("x"));
        await Until.True(() => handler.TakenCount == 1);

        rig.Alerts.Handlers.Broken.Select(entry => (entry.Spec.Target.ToString(), entry.Error)).Should().Equal(
            ("b/q", "events would go round in a circle: topic 'b' -> 'a' (handler 'q') -> 'b' (handler 'p'); hand them to a topic from which no handler leads back"),
            ("c/self", "events would go round in a circle: topic 'c' -> 'c' (handler 'self'); hand them to a topic from which no handler leads back"));
        rig.Alerts.Topics.HasListener("c").Should().BeFalse();
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("replace")]
    [InlineData("again")]
    public async Task A_handler_that_was_broken_by_a_circle_is_made_when_the_circle_ends(string end)
    {
        await using var rig = new AlertRig();
        await Publishes(rig, "a", "p", "b");
        var handler = await rig.Define("a", "h");
        await rig.Stop();
        rig.Restart(store => store.CommitAsync(writer => writer.SaveHandler(Publish("b", "q", "a"))));
        rig.Alerts.Handlers.Broken.Should().ContainSingle();

        if (end == "delete")
            await rig.Alerts.Handlers.DeleteAsync("a", "p");
        else if (end == "replace")
            (await rig.Alerts.Handlers.ReplaceAsync("a", "p", Publish("a", "p", "elsewhere"))).Should().BeNull();
        else
            await rig.Alerts.Handlers.RetryAsync();

        rig.Alerts.Handlers.Broken.Should().HaveCount(end == "again" ? 1 : 0);
        await rig.Publish("b", AlertRig.Event("x"));
        if (end != "again")
            await Until.True(() => handler.TakenCount == 1);
    }

    [Fact]
    public async Task A_handler_that_misses_a_file_is_made_when_it_is_there()
    {
        await using var rig = new AlertRig();
        using var files = new TempFolder();
        var secret = files.Write("topic", "b");
        var spec = AlertRig.Spec("a", "p", kind: "publish", options: $$"""{"topics":["${file:{{secret}}}"]}""");
        (await rig.Alerts.Handlers.CreateAsync(spec)).Should().BeNull();
        await rig.Stop();
        File.Delete(secret);
        rig.Restart();
        rig.Alerts.Handlers.Broken.Should().ContainSingle();
        var handler = await rig.Define("b", "h");

        files.Write("topic", "b");
        await rig.Alerts.Handlers.RetryAsync();

        rig.Alerts.Handlers.Broken.Should().BeEmpty();
        await rig.Publish("a", AlertRig.Event("x"));
        await Until.True(() => handler.TakenCount == 1);
    }

    [Fact]
    public async Task All_topics_of_a_chain_are_committed_together()
    {
        await using var rig = new AlertRig();
        await Publishes(rig, "system", "p", "one");
        var handler = await rig.Define("one", "h");
        rig.Alerts.Topics.Publish("system", AlertRig.Event("x"));
        await rig.Alerts.Topics.WhenCommitted();

        await rig.Kill();
        rig.Restart();
        await Until.True(() => handler.TakenCount >= 1);

        rig.Alerts.Topics.List(AlertLevel.Critical).Select(topic => topic.Name).Should().Equal("one", "system");
    }

    private static async Task Publishes(AlertRig rig, string topic, string id, string to, string match = "") =>
        (await rig.Alerts.Handlers.CreateAsync(Publish(topic, id, to) with { Match = match })).Should().BeNull();

    private static HandlerSpec Publish(string topic, string id, string to) => AlertRig.Spec(topic, id, kind: "publish", options: $"{{\"topics\":[\"{to}\"]}}");
}
