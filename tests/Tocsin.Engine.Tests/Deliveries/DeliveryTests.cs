using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Alerting.Names;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Deliveries;

public sealed class DeliveryTests
{
    private static readonly TimeSpan HalfSecond = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Events_reach_the_handler_in_order_with_a_key_each()
    {
        // The clock stands still: no id ever waits long enough to overtake another.
        await using var rig = new AlertRig(time: new FakeTime());
        var handler = await rig.Define("system", "h");

        await rig.Publish("system", [.. Enumerable.Range(0, 50).Select(i => AlertRig.Event($"id{i % 3}", second: i))]);
        await Until.True(() => handler.TakenCount == 50);

        handler.Taken.Select(alert => alert.UnixNanoseconds).Should().BeInAscendingOrder();
        handler.Taken.Select(alert => alert.IdempotencyKey).Should().OnlyHaveUniqueItems().And.NotContain("");
        handler.Taken.Should().OnlyContain(alert => alert.Topic == "system");
    }

    [Fact]
    public async Task A_failed_event_is_tried_again_later_with_the_same_key_before_those_after_it()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        var failures = 3;
        var handler = await rig.Define("system", "h", RecordingHandler.Answering(_ => failures-- > 0 ? Delivery.Retry("down") : Delivery.Done));

        await rig.Publish("system", AlertRig.Event("a", second: 0), AlertRig.Event("a", second: 1));
        await Until.True(() => handler.TakenCount == 2, time, HalfSecond);

        handler.Taken.Select(alert => alert.Message).Should().Equal("a is CRITICAL at 0", "a is CRITICAL at 1");
        handler.Attempts.Take(4).Select(alert => alert.IdempotencyKey).Distinct().Should().ContainSingle();
        await Until.True(() => rig.Owed("system/h") == 0);
        rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/h")).Should().BeEquivalentTo(
            new { Delivered = 2, Failed = 3, Retried = 3, Dead = 0, LastError = "down" });
    }

    [Fact]
    public async Task Pauses_between_attempts_grow_and_end_at_the_limit()
    {
        var options = new DeliveryOptions { Jitter = 0, LongestPause = TimeSpan.FromSeconds(10) };

        Enumerable.Range(1, 6).Select(attempts => RetrySchedule.Pause(options, attempts).TotalSeconds).Should().Equal(1, 2, 4, 8, 10, 10);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Options_that_are_changed_count_for_what_is_owed_already()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        var handler = await rig.Define("system", "h", RecordingHandler.Answering(_ => Delivery.Retry("down")));
        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => handler.Attempts.Count == 1);

        rig.Alerts.Change(new DeliveryOptions { GiveUpAfter = TimeSpan.FromSeconds(1) }, new LedgerOptions(), new DeadLetterOptions(), new AlertOptions(), new());
        await Until.True(() => rig.Alerts.Outbox.DeadLetters.Count == 1, time, HalfSecond);

        rig.Alerts.Outbox.DeadLetters.List()[0].Reason.Should().Contain("because it was tried for 00:00:01");
    }

    [Fact]
    public async Task Dead_letters_have_short_numbers_that_stay_and_are_given_once()
    {
        await using var rig = new AlertRig();
        await rig.Define("system", "h", RecordingHandler.Answering(_ => Delivery.Refused("bad key")));
        await rig.Publish("system", [.. Enumerable.Range(0, 3).Select(i => AlertRig.Event($"a{i}"))]);
        await Until.True(() => rig.Alerts.Outbox.DeadLetters.Count == 3);
        rig.Alerts.Outbox.DeadLetters.List().Select(letter => (letter.Number, letter.Event?.Id)).Should().Equal((1, "a0"), (2, "a1"), (3, "a2"));

        await rig.Alerts.Outbox.DeadLetters.DropAsync(1);
        await rig.Alerts.Outbox.DeadLetters.DropAsync(3);
        await rig.Stop();
        rig.Restart();
        await rig.Publish("system", AlertRig.Event("b"));
        await Until.True(() => rig.Alerts.Outbox.DeadLetters.Count == 2);

        rig.Alerts.Outbox.DeadLetters.List().Select(letter => (letter.Number, letter.Event?.Id)).Should().Equal((2, "a1"), (4, "b"));
        rig.Alerts.Outbox.DeadLetters.List(after: 2).Should().ContainSingle();
        rig.Alerts.Outbox.DeadLetters.Find(3).Should().BeNull();
    }

    [Fact]
    public async Task An_event_that_is_refused_is_a_dead_letter_and_the_next_is_delivered()
    {
        await using var rig = new AlertRig();
        var handler = await rig.Define(
            "system", "h", RecordingHandler.Answering(alert => alert.Message.EndsWith('0') ? Delivery.Refused("bad key") : Delivery.Done));

        await rig.Publish("system", AlertRig.Event("a", second: 0), AlertRig.Event("a", second: 1));
        await Until.True(() => handler.TakenCount == 1 && rig.Alerts.Outbox.DeadLetters.Count == 1);

        var letter = rig.Alerts.Outbox.DeadLetters.List().Should().ContainSingle().Subject;
        letter.Should().BeEquivalentTo(new { Target = new HandlerTarget("system", "h"), Attempts = 1, Reason = "bad key" });
        letter.Event!.Message.Should().Be("a is CRITICAL at 0");
    }

    [Fact]
    public async Task A_dead_letter_sent_again_keeps_its_key_and_is_gone()
    {
        await using var rig = new AlertRig();
        var isBroken = true;
        var handler = await rig.Define("system", "h", RecordingHandler.Answering(_ => isBroken ? Delivery.Refused("bad key") : Delivery.Done));
        await rig.Publish("system", AlertRig.Event("a"));
        var letters = rig.Alerts.Outbox.DeadLetters;
        await Until.True(() => letters.Count == 1);

        isBroken = false;
        (await letters.ResendAsync(letters.List()[0].Number)).Should().BeNull();
        await Until.True(() => handler.TakenCount == 1);

        handler.Attempts.Select(alert => alert.IdempotencyKey).Distinct().Should().ContainSingle();
        letters.Count.Should().Be(0);
        (await letters.ResendAsync(42)).Should().Be("There is no dead letter 42.");
    }

    [Fact]
    public async Task An_incident_that_is_none_keeps_no_delivery_from_its_end()
    {
        await using var rig = new AlertRig();
        var handler = await rig.Define(
            "system", "h", RecordingHandler.Answering(_ => Delivery.Done with { Incident = new IncidentReference(null!, null!) }));

        await rig.Publish("system", AlertRig.Event("a", second: 0), AlertRig.Event("a", second: 1));
        await Until.True(() => handler.TakenCount == 2 && rig.Owed("system/h") == 0);

        rig.Alerts.Activities.Find("system", "a")!.Incidents.Should().BeEmpty();
    }

    [Fact]
    public async Task A_dead_letter_can_be_dropped()
    {
        await using var rig = new AlertRig();
        await rig.Define("system", "h", RecordingHandler.Answering(_ => Delivery.Refused("no")));
        await rig.Publish("system", AlertRig.Event("a"));
        var letters = rig.Alerts.Outbox.DeadLetters;
        await Until.True(() => letters.Count == 1);

        await letters.DropAsync(letters.List()[0].Number);

        letters.Count.Should().Be(0);
    }

    [Fact]
    public async Task After_its_time_a_delivery_is_given_up()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(new DeliveryOptions { GiveUpAfter = TimeSpan.FromMinutes(1) }, time);
        await rig.Define("system", "h", RecordingHandler.Answering(_ => Delivery.Retry("down")));

        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => rig.Alerts.Outbox.DeadLetters.Count == 1, time, HalfSecond);

        rig.Alerts.Outbox.DeadLetters.List()[0].Reason.Should().StartWith("Given up after").And.EndWith("down");
    }

    [Fact]
    public async Task The_wish_of_the_other_side_to_be_left_alone_is_heeded()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        var isFirst = true;
        var handler = await rig.Define("system", "h", RecordingHandler.Answering(_ =>
        {
            var delivery = isFirst ? Delivery.Retry("slow down", TimeSpan.FromSeconds(60)) : Delivery.Done;
            isFirst = false;
            return delivery;
        }));

        var start = time.GetUtcNow();
        await rig.Publish("system", AlertRig.Event("a"), AlertRig.Event("b"));
        await Until.True(() => handler.TakenCount == 2, time, HalfSecond);

        (time.GetUtcNow() - start).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_handler_that_throws_is_tried_again()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        var isFirst = true;
        var handler = await rig.Define("system", "h", RecordingHandler.Answering(_ =>
        {
            if (!isFirst)
                return Delivery.Done;
            isFirst = false;
            throw new InvalidOperationException("boom");
        }));

        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => handler.TakenCount == 1, time, HalfSecond);

        rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/h"))!.LastError.Should().Be("boom");
    }

    [Fact]
    public async Task An_alert_that_hangs_is_overtaken_by_others_and_given_up_after_its_time()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        var hangs = 1;
        var handler = await rig.Define("system", "h", new RecordingHandler(async (alert, cancel) =>
        {
            if (alert.Id == "hangs" && Interlocked.Decrement(ref hangs) >= 0)
                await Task.Delay(Timeout.Infinite, cancel);
            return Delivery.Done;
        }));

        await rig.Publish("system", AlertRig.Event("hangs"), AlertRig.Event("other"));
        await Until.True(() => handler.TakenCount == 1, time, HalfSecond);
        handler.Taken[0].Id.Should().Be("other");
        (time.GetUtcNow() - new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)).Should().BeLessThan(TimeSpan.FromSeconds(30));

        await Until.True(() => handler.TakenCount == 2, time, HalfSecond);
        rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/h"))!.LastError.Should().Be("The handler did not answer within 30 s.");
    }

    [Fact]
    public async Task A_handler_that_blocks_its_thread_holds_up_neither_its_other_alerts_nor_other_handlers()
    {
        var time = new FakeTime();
        using var release = new ManualResetEventSlim();
        await using var rig = new AlertRig(time: time);
        var blocks = 1;
        var blocking = await rig.Define("system", "blocking", RecordingHandler.Answering(alert =>
        {
            if (alert.Id == "blocks" && Interlocked.Decrement(ref blocks) >= 0)
                release.Wait();
            return Delivery.Done;
        }));
        var other = await rig.Define("system", "other");

        await rig.Publish("system", AlertRig.Event("blocks"), AlertRig.Event("free"));
        await Until.True(() => other.TakenCount == 2);
        await Until.True(() => blocking.Taken.Any(alert => alert.Id == "blocks"), time, HalfSecond);

        blocking.Taken.Select(alert => alert.Id).Should().Equal("free", "blocks");
        release.Set();
        await Until.True(() => rig.Owed("system/blocking") == 0);
    }

    [Fact]
    public async Task A_dead_endpoint_is_left_alone_and_gets_all_in_order_when_it_comes_back()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        var isDown = true;
        var handler = await rig.Define("system", "h", RecordingHandler.Answering(_ => isDown ? Delivery.Retry("down") : Delivery.Done));

        await rig.Publish("system", [.. Enumerable.Range(0, 200).Select(i => AlertRig.Event($"id{i % 40}", second: i))]);
        await Until.True(() => rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/h"))!.IsCircuitOpen, time, TimeSpan.FromMilliseconds(50));
        var before = handler.Attempts.Count;
        time.Advance(TimeSpan.FromSeconds(4));
        handler.Attempts.Count.Should().BeLessThanOrEqualTo(before + 1);

        isDown = false;
        await Until.True(() => handler.TakenCount == 200, time, HalfSecond);
        InOrderById(handler).Should().BeTrue();
    }

    [Fact]
    public async Task A_deleted_handler_tries_what_is_owed_once_more_and_then_gives_it_up()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        await rig.Define("system", "h", RecordingHandler.Answering(_ => Delivery.Retry("down")));
        await rig.Publish("system", AlertRig.Event("a"));

        await rig.Alerts.Handlers.DeleteAsync("system", "h");
        await Until.True(() => rig.Alerts.Outbox.DeadLetters.Count == 1, time, HalfSecond);

        rig.Alerts.Outbox.DeadLetters.List()[0].Reason.Should().Contain("its handler was deleted");
        (await rig.Alerts.Outbox.DeadLetters.ResendAsync(rig.Alerts.Outbox.DeadLetters.List()[0].Number)).Should().Contain("does not exist any more");
    }

    internal static bool InOrderById(RecordingHandler handler) => handler.Taken.GroupBy(alert => alert.Id)
        .All(alerts => alerts.Zip(alerts.Skip(1)).All(pair => pair.First.UnixNanoseconds < pair.Second.UnixNanoseconds));
}
