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

    [Fact]
    public async Task A_circle_of_topics_gets_each_event_once()
    {
        await using var rig = new AlertRig();
        await Publishes(rig, "a", "p", "b");
        await Publishes(rig, "b", "p", "c");
        await Publishes(rig, "c", "p", "a");
        await Publishes(rig, "a", "self", "a");
        var handler = await rig.Define("c", "h");

        await rig.Publish("b", AlertRig.Event("x"));
        await Until.True(() => handler.TakenCount == 1);

        rig.Alerts.Topics.List().Select(topic => topic.Collected).Should().Equal(1, 1, 1);
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
        (await rig.Alerts.Handlers.CreateAsync(AlertRig.Spec(topic, id, match, "publish", $"{{\"topics\":[\"{to}\"]}}"))).Should().BeNull();
}
