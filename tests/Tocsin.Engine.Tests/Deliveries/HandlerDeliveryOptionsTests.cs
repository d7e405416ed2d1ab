using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Names;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Deliveries;

public sealed class HandlerDeliveryOptionsTests
{
    private static readonly TimeSpan HalfSecond = TimeSpan.FromMilliseconds(500);

    [Fact]
    public void What_is_not_said_is_left_to_the_server()
    {
        var server = new DeliveryOptions { AttemptTimeout = TimeSpan.FromSeconds(7), Backlog = 3 };

        HandlerDeliveryOptions.None.Over(server).Should().Be(server);
        var options = HandlerDeliveryOptions.Read("""{"give-up-after":"2h","parallelism":4}""", out var error);
        error.Should().BeNull();
        options.Over(server).Should().Be(server with { GiveUpAfter = TimeSpan.FromHours(2), Parallelism = 4 });
    }

    [Theory]
    [InlineData("""{"merg":true}""", "delivery: has no option 'merg'; did you mean 'merge'?")]
    [InlineData("""{"merge":"yes"}""", "delivery: option 'merge' must be true or false, not the text \"yes\"")]
    [InlineData("""{"attempt-timeout":"0s"}""", "delivery: option 'attempt-timeout': an attempt needs some time and at most a day, such as 10s")]
    [InlineData("""{"attempt-timeout":"2d"}""", "delivery: option 'attempt-timeout': an attempt needs some time and at most a day, such as 10s")]
    [InlineData("""{"give-up-after":"soon"}""", "delivery: option 'give-up-after' must be a duration such as 10s or 1h30m, not the text \"soon\"")]
    [InlineData("""{"attempt-timeout":5000}""", "delivery: option 'attempt-timeout' must be a duration with its unit, such as 5000s or 5000ms (a whole number counts nanoseconds: 5000 is 5000 ns), not the number 5000")]
    [InlineData("""{"give-up-after":"-1h"}""", "delivery: option 'give-up-after' must be a duration such as 10s or 1h30m, not below 0, not the text \"-1h\"")]
    [InlineData("""{"parallelism":0}""", "delivery: option 'parallelism': at least 1 attempt must be allowed at a time")]
    [InlineData("""{"repeat":"0s"}""", "delivery: option 'repeat': an open alert is repeated after a time from 1s to 30 days, such as 4h; leave the key out for no repeats")]
    [InlineData("""{"after":"0s"}""", "delivery: option 'after': an escalation waits for a time up to 30 days, such as 15m; leave the key out to deliver at once")]
    [InlineData("""{"unless":"acknowledged"}""", "delivery: option 'unless': nobody has acknowledged an alert that has just opened: unless goes with after, for an escalation, or with repeat")]
    [InlineData("""{"unless":"asleep","after":"1m"}""", "delivery: option 'unless' must be one of never, acknowledged, not the text \"asleep\"")]
    [InlineData("""{"merge":true,"repeat":"4h"}""", "delivery: option 'merge': what is gathered, limited or put off goes out as it is by then: leave out merge, or group, repeat, limit and after")]
    [InlineData("""{"limit":{"count":0,"per":"10m"}}""", "delivery: option 'limit.count': between 1 and 1000 deliveries can be allowed in the time; to send nothing, define a silence or delete the handler")]
    [InlineData("""{"limit":{"count":1,"per":"0s"}}""", "delivery: option 'limit.per': deliveries are counted over a time up to 30 days, such as 10m")]
    [InlineData("""{"group":{"wait":"10m"}}""", "delivery: option 'group.interval': it is the least time between two deliveries of a group, each of which waits for 'wait': it cannot be less than that")]
    [InlineData("""{"group":{"by":["alert_id"]}}""", "delivery: option 'group.by': each alert has an alert_id of its own, so that each would be a group: leave out group, or name what the alerts have in common, such as cluster")]
    [InlineData("""{"group":{"by":["a","a"]}}""", "delivery: option 'group.by': 'a' stands there twice: leave one out")]
    [InlineData("""{"group":{"bye":["a"]}}""", "delivery: option 'group' has no option 'bye'; did you mean 'by'?")]
    [InlineData("7", "delivery: must be keys with values, not the number 7")]
    public async Task What_is_wrong_is_named(string delivery, string message)
    {
        HandlerDeliveryOptions.Read(delivery, out var error);
        error.Should().Be(message);

        await using var rig = new AlertRig();
        rig.Handlers["h"] = new RecordingHandler();
        var refusal = await rig.Alerts.Handlers.CreateAsync(AlertRig.Spec("system", "h") with { DeliveryJson = delivery });
        refusal!.Kind.Should().Be(RefusalKind.Invalid);
        refusal.Message.Should().Be($"invalid handler spec: {message}");
        refusal.Problems.Should().ContainSingle().Which.Should().Be(new ConfigProblem(message) { Option = "delivery" });
    }

    [Theory]
    [InlineData("publish", """{"topics":["a"]}""")]
    [InlineData("aggregate", """{"topic":"a","interval":1000000000}""")]
    public async Task Kinds_that_hand_events_on_take_none(string kind, string options)
    {
        await using var rig = new AlertRig();

        var refusal = await rig.Alerts.Handlers.CreateAsync(AlertRig.Spec("system", "h", kind: kind, options: options) with { DeliveryJson = "{}" });

        refusal!.Message.Should().Contain($"kind {kind} hands events on at once: leave out delivery");
    }

    [Fact]
    public async Task They_are_kept_over_restarts()
    {
        await using var rig = new AlertRig(new DeliveryOptions { Window = 4 });
        var isDown = true;
        var handler = await rig.Define(
            "system", "h", RecordingHandler.Answering(_ => isDown ? Delivery.Retry("down") : Delivery.Done), delivery: """{"merge":true}""");

        await rig.Stop();
        rig.Restart();
        await rig.Publish("system", [.. Enumerable.Range(0, 5).Select(i => AlertRig.Event("a", second: i))]);
        isDown = false;
        await Until.True(() => rig.Owed("system/h") == 0);

        rig.Alerts.Handlers.Find("system", "h")!.DeliveryJson.Should().Be("""{"merge":true}""");
        rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/h"))!.Merged.Should().BeGreaterThan(0);
        handler.Taken[^1].Message.Should().Be("a is CRITICAL at 4");
    }

    [Fact]
    public async Task A_handler_may_give_up_sooner_than_the_server()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        var handler = await rig.Define("system", "h", RecordingHandler.Answering(_ => Delivery.Retry("down")), delivery: """{"give-up-after":"0s"}""");

        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => rig.Alerts.Outbox.DeadLetters.Count == 1, time, HalfSecond);

        handler.Attempts.Should().ContainSingle();
    }

    [Fact]
    public async Task A_handler_may_want_fewer_attempts_at_a_time()
    {
        await using var rig = new AlertRig(new DeliveryOptions { Backlog = 1 });
        var gate = new TaskCompletionSource();
        var (running, most) = (0, 0);
        var handler = await rig.Define("system", "h", new RecordingHandler(async (_, _) =>
        {
            lock (gate)
                most = Math.Max(most, ++running);
            await gate.Task;
            lock (gate)
                running--;
            return Delivery.Done;
        }), delivery: """{"parallelism":2}""");

        await rig.Publish("system", [.. Enumerable.Range(0, 20).Select(i => AlertRig.Event($"id{i}"))]);
        await Until.True(() =>
        {
            lock (gate)
                return running == 2;
        });
        gate.SetResult();
        await Until.True(() => handler.TakenCount == 20);

        most.Should().Be(2);
    }
}
