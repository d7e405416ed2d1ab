using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Names;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Deliveries;

public sealed class RestartTests
{
    [Fact]
    public async Task What_is_owed_is_delivered_after_a_stop()
    {
        await using var rig = new AlertRig();
        var isDown = true;
        var handler = await rig.Define("system", "h", RecordingHandler.Answering(_ => isDown ? Delivery.Retry("down") : Delivery.Done));
        await rig.Publish("system", [.. Enumerable.Range(0, 100).Select(i => AlertRig.Event($"id{i % 7}", second: i))]);

        await rig.Stop();
        isDown = false;
        rig.Restart();
        await Until.True(() => handler.TakenCount == 100);

        DeliveryTests.InOrderById(handler).Should().BeTrue();
        handler.Attempts.GroupBy(alert => alert.Message).Should().OnlyContain(same => same.Select(alert => alert.IdempotencyKey).Distinct().Count() == 1);
        await Until.True(() => rig.Owed("system/h") == 0);
    }

    [Fact]
    public async Task What_was_committed_is_delivered_after_a_kill_and_nothing_that_was_delivered_before_gets_lost()
    {
        await using var rig = new AlertRig();
        var handler = await rig.Define("system", "h");
        await rig.Publish("system", [.. Enumerable.Range(0, 500).Select(i => AlertRig.Event($"id{i % 7}", second: i))]);

        await rig.Kill();
        rig.Restart();
        await Until.True(() => handler.Taken.Select(alert => alert.Message).Distinct().Count() == 500);

        rig.Alerts.Topics.TryGet("system", out var status).Should().BeTrue();
        status.Level.Should().Be(AlertLevel.Critical);
    }

    [Fact]
    public async Task What_is_owed_to_a_handler_that_is_no_more_becomes_dead_letters()
    {
        await using var rig = new AlertRig();
        rig.Alerts.OpenNodeTopic("main:t:alert2", [new NodeHandler("post", RecordingHandler.Answering(_ => Delivery.Retry("down")))]);
        await rig.Publish("main:t:alert2", AlertRig.Event("a"), AlertRig.Event("b"));

        await rig.Stop();
        rig.Restart();
        await Until.True(() => rig.Alerts.Outbox.DeadLetters.Count == 2);

        rig.Alerts.Outbox.DeadLetters.List()[0].Should().BeEquivalentTo(
            new { Target = HandlerTarget.OfNode("main:t:alert2", "post"), Reason = "When the server started, its handler did not exist any more." });
    }

    [Fact]
    public async Task A_node_that_opens_its_topic_again_gets_what_is_owed_to_it()
    {
        await using var rig = new AlertRig();
        rig.Alerts.OpenNodeTopic("main:t:alert2", [new NodeHandler("post", RecordingHandler.Answering(_ => Delivery.Retry("down")))]);
        await rig.Publish("main:t:alert2", AlertRig.Event("a"));

        await rig.Stop();
        var handler = new RecordingHandler();
        rig.Restart();
        rig.Alerts.OpenNodeTopic("main:t:alert2", [new NodeHandler("post", handler)]);

        // Started was called before the node came: its delivery is a dead letter, and not lost.
        await Until.True(() => rig.Alerts.Outbox.DeadLetters.Count == 1);
        (await rig.Alerts.Outbox.DeadLetters.ResendAsync(rig.Alerts.Outbox.DeadLetters.List()[0].Number)).Should().BeNull();
        await Until.True(() => handler.TakenCount == 1);
    }

    [Fact]
    public async Task Many_owed_deliveries_are_read_page_by_page_and_none_is_left_out()
    {
        await using var rig = new AlertRig(new DeliveryOptions { Window = 16 });
        var gate = new TaskCompletionSource();
        var handler = await rig.Define("system", "h", new RecordingHandler(async (_, _) =>
        {
            await gate.Task;
            return Delivery.Done;
        }));

        await rig.Publish("system", [.. Enumerable.Range(0, 1000).Select(i => AlertRig.Event($"id{i % 5}", second: i))]);
        rig.Owed("system/h").Should().Be(1000);
        gate.SetResult();
        await rig.Publish("system", [.. Enumerable.Range(1000, 1000).Select(i => AlertRig.Event($"id{i % 5}", second: i))]);
        await Until.True(() => handler.TakenCount == 2000);

        handler.Taken.Select(alert => alert.Message).Should().OnlyHaveUniqueItems();
        DeliveryTests.InOrderById(handler).Should().BeTrue();
        await Until.True(() => rig.Owed("system/h") == 0);
    }

    [Fact]
    public async Task An_id_that_always_fails_and_fills_the_window_does_not_hold_up_others()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(new DeliveryOptions { Window = 8 }, time);
        var handler = await rig.Define("system", "h", RecordingHandler.Answering(alert => alert.Id == "bad" ? Delivery.Retry("never") : Delivery.Done));

        await rig.Publish("system", [.. Enumerable.Range(0, 40).Select(i => AlertRig.Event("bad", second: i)), AlertRig.Event("good")]);
        await Until.True(() => handler.TakenCount == 1);

        handler.Taken[0].Id.Should().Be("good");
    }

    [Theory]
    [InlineData("h")]
    [InlineData("g")]
    public async Task What_is_owed_follows_a_handler_that_is_replaced_or_gets_another_id(string id)
    {
        await using var rig = new AlertRig();
        await rig.Define("system", "h", RecordingHandler.Answering(_ => Delivery.Retry("down")));
        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/h"))!.Failed > 0);

        var handler = new RecordingHandler();
        rig.Handlers[id] = handler;
        (await rig.Alerts.Handlers.ReplaceAsync("system", "h", AlertRig.Spec("system", id))).Should().BeNull();
        await rig.Publish("system", AlertRig.Event("b", second: 1));
        await Until.True(() => handler.TakenCount == 2);

        rig.Alerts.Outbox.Counters.Select(counters => counters.Target.ToString()).Should().Equal($"system/{id}");
        rig.Alerts.Outbox.DeadLetters.Count.Should().Be(0);
        await rig.Stop();
        rig.Restart();
        rig.Alerts.Handlers.List("system").Should().ContainSingle().Which.Id.Should().Be(id);
        rig.Owed($"system/{id}").Should().Be(0);
    }
}
