using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Names;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Deliveries;

/// <summary>Somebody sets the system's clock while deliveries wait.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    [Theory]
    [InlineData(1)]
    [InlineData(12)] // So many failures open the circuit.
    public async Task A_clock_that_is_set_back_puts_off_no_attempt(int failures)
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(new DeliveryOptions { Jitter = 0 }, time);
        var isDown = true;
        var handler = await rig.Define("system", "h", RecordingHandler.Answering(_ => isDown ? Delivery.Retry("down") : Delivery.Done));
        await rig.Publish("system", [.. Enumerable.Range(0, failures).Select(i => AlertRig.Event($"a{i}"))]);
        await Until.True(() => rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/h")) is { Running: 0 } counters && counters.Failed >= Math.Min(failures, 10));

        time.Set(-Year);
        isDown = false;
        var passed = TimeSpan.Zero;
        while (handler.TakenCount < failures && passed < TimeSpan.FromMinutes(2))
        {
            time.Advance(TimeSpan.FromSeconds(1));
            passed += TimeSpan.FromSeconds(1);
            await Until.True(() => rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/h"))!.Running == 0);
        }

        handler.TakenCount.Should().Be(failures);
        rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/h"))!.IsCircuitOpen.Should().BeFalse();
    }

    [Fact]
    public async Task A_clock_that_is_set_forward_makes_no_delivery_old()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        var isDown = true;
        var handler = await rig.Define("system", "h", RecordingHandler.Answering(_ => isDown ? Delivery.Retry("down") : Delivery.Done));
        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/h")) is { Failed: 1, Running: 0 });

        time.Set(Year);
        await Until.True(() => rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/h")) is { Failed: > 1, Running: 0 }, time, TimeSpan.FromSeconds(1));
        isDown = false;
        await Until.True(() => handler.TakenCount == 1, time, TimeSpan.FromSeconds(1));

        rig.Alerts.Outbox.DeadLetters.Count.Should().Be(0);
    }
}
