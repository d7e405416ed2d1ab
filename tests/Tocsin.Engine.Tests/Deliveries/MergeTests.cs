using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Deliveries;

public sealed class MergeTests
{
    private const string Merging = """{"merge":true}""";

    private static readonly TimeSpan HalfSecond = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task While_an_attempt_runs_only_the_newest_waits_behind_it()
    {
        await using var rig = new AlertRig();
        var gate = new TaskCompletionSource();
        var handler = await rig.Define("system", "h", new RecordingHandler(async (_, _) =>
        {
            await gate.Task;
            return Delivery.Done;
        }), delivery: Merging);

        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => handler.Attempts.Count == 1);
        await rig.Publish("system", [.. Enumerable.Range(1, 4).Select(i => AlertRig.Event("a", second: i))]);
        await Until.True(() => rig.Ended().Count == 3);
        rig.Ended().Should().OnlyContain(entry => entry.Outcome == LedgerOutcome.Merged && entry.Attempts == 0);
        rig.Owed("system/h").Should().Be(2);
        gate.SetResult();
        await Until.True(() => rig.Owed("system/h") == 0 && rig.Ended().Count == 5);

        Seconds(handler.Attempts).Should().Equal(0, 4);
        rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/h")).Should().BeEquivalentTo(new { Delivered = 2, Merged = 3, Dead = 0 });
    }

    [Fact]
    public async Task What_was_done_about_the_alert_is_not_merged_and_stays_behind_its_level()
    {
        await using var rig = new AlertRig();
        var gate = new TaskCompletionSource();
        var handler = await rig.Define("system", "h", new RecordingHandler(async (_, _) =>
        {
            await gate.Task;
            return Delivery.Done;
        }), delivery: Merging, kind: "pagerduty");

        await rig.Publish("system", [.. Enumerable.Range(0, 3).Select(i => AlertRig.Event("a", second: i))]);
        rig.Alerts.Activities.Record("system", "a", new AlertActivity { Kind = ActivityKind.Note, Text = "note", At = DateTimeOffset.UnixEpoch });
        await rig.Publish("system", [.. Enumerable.Range(3, 3).Select(i => AlertRig.Event("a", second: i))]);
        gate.SetResult();
        await Until.True(() => rig.Owed("system/h") == 0);

        handler.Taken[^1].Message.Should().Be("a is CRITICAL at 5");
        handler.Taken[^2].Activity!.Text.Should().Be("note");
        handler.Taken[^3].Message.Should().Be("a is CRITICAL at 2");
    }

    [Fact]
    public async Task A_level_that_only_a_note_waits_behind_is_given_up_in_its_time()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        await rig.Define("system", "h", RecordingHandler.Answering(_ => Delivery.Retry("down")), delivery: Merging, kind: "pagerduty");

        await rig.Publish("system", AlertRig.Event("a"));
        rig.Alerts.Activities.Record("system", "a", new AlertActivity { Kind = ActivityKind.Note, Text = "note", At = DateTimeOffset.UnixEpoch });

        await Until.True(() => rig.Alerts.Outbox.DeadLetters.Count == 2, time, TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task An_event_that_failed_makes_way_for_a_newer_one_after_the_pause()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        var handler = await rig.Define(
            "system", "h", RecordingHandler.Answering(alert => alert.Message.EndsWith('0') ? Delivery.Retry("down") : Delivery.Done), delivery: Merging);

        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/h"))!.Failed == 1);
        await rig.Publish("system", AlertRig.Event("a", second: 1), AlertRig.Event("b", second: 1));
        await Until.True(() => handler.TakenCount == 1);
        handler.Taken[0].Id.Should().Be("b", "the pause of the other is not over");
        await Until.True(() => handler.TakenCount == 2 && rig.Ended().Count == 3, time, HalfSecond);

        handler.Attempts.Where(alert => alert.Id == "a").Select(alert => alert.Message).Should().Equal("a is CRITICAL at 0", "a is CRITICAL at 1");
        rig.Ended()[0].Should().BeEquivalentTo(new { AlertId = "a", Outcome = LedgerOutcome.Merged, Attempts = 1, Reason = "down" });
    }

    [Fact]
    public async Task An_attempt_that_fails_while_a_newer_event_waits_is_not_made_again()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        var gate = new TaskCompletionSource();
        var handler = await rig.Define("system", "h", new RecordingHandler(async (alert, _) =>
        {
            if (!alert.Message.EndsWith('0'))
                return Delivery.Done;
            await gate.Task;
            return Delivery.Retry("down");
        }), delivery: Merging);

        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => handler.Attempts.Count == 1);
        await rig.Publish("system", AlertRig.Event("a", second: 1), AlertRig.Event("a", second: 2));
        gate.SetResult();
        await Until.True(() => rig.Owed("system/h") == 0 && rig.Ended().Count == 3, time, HalfSecond);

        Seconds(handler.Attempts).Should().Equal(0, 2);
        rig.Ended().Select(entry => (entry.Outcome, entry.Reason)).Should().BeEquivalentTo(
            [(LedgerOutcome.Merged, ""), (LedgerOutcome.Merged, "down"), (LedgerOutcome.Delivered, "")]);
    }

    [Fact]
    public async Task An_attempt_that_never_ends_is_given_its_time_and_then_the_newest_goes_out()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        var handler = await rig.Define("system", "h", new RecordingHandler(async (alert, cancel) =>
        {
            if (alert.Message.EndsWith('0'))
                await Task.Delay(Timeout.Infinite, cancel);
            return Delivery.Done;
        }), delivery: """{"merge":true,"attempt-timeout":"5s"}""");

        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => handler.Attempts.Count == 1);
        await rig.Publish("system", AlertRig.Event("a", second: 1), AlertRig.Event("a", second: 2));
        await Until.True(() => rig.Owed("system/h") == 0 && rig.Ended().Count == 3, time, HalfSecond);

        Seconds(handler.Attempts).Should().Equal(0, 2);
        rig.Ended().Should().ContainSingle(entry => entry.Reason == "The handler did not answer within 5 s.").Which.Outcome.Should().Be(LedgerOutcome.Merged);
    }

    [Fact]
    public async Task An_event_that_is_refused_while_a_newer_one_waits_is_a_dead_letter()
    {
        await using var rig = new AlertRig();
        var gate = new TaskCompletionSource();
        var handler = await rig.Define("system", "h", new RecordingHandler(async (alert, _) =>
        {
            await gate.Task;
            return alert.Message.EndsWith('0') ? Delivery.Refused("no") : Delivery.Done;
        }), delivery: Merging);

        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => handler.Attempts.Count == 1);
        await rig.Publish("system", AlertRig.Event("a", second: 1));
        gate.SetResult();
        await Until.True(() => rig.Ended().Count == 2);

        rig.Ended().Select(entry => entry.Outcome).Should().Equal(LedgerOutcome.Refused, LedgerOutcome.Delivered);
    }

    [Fact]
    public async Task Far_more_owed_than_memory_holds_is_merged_over_restarts_and_the_newest_of_each_id_goes_out()
    {
        await using var rig = new AlertRig(new DeliveryOptions { Window = 8, FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(4) });
        var isDown = true;
        var handler = await rig.Define("system", "h", RecordingHandler.Answering(_ => isDown ? Delivery.Retry("down") : Delivery.Done), delivery: Merging);
        await rig.Publish("system", [.. Enumerable.Range(0, 1000).Select(i => AlertRig.Event($"id{i % 20}", second: i))]);

        await rig.Stop();
        rig.Restart();
        await rig.Publish("system", [.. Enumerable.Range(1000, 1000).Select(i => AlertRig.Event($"id{i % 20}", second: i))]);
        await rig.Kill();
        isDown = false;
        rig.Restart();
        await Until.True(() => rig.Owed("system/h") == 0 && rig.Ended().Count == 2000);

        handler.Taken.GroupBy(alert => alert.Id).Should().HaveCount(20)
            .And.OnlyContain(alerts => alerts.Last().UnixNanoseconds == alerts.Max(alert => alert.UnixNanoseconds));
        Seconds(handler.Taken).Where(second => second >= 1980).Order().Should().Equal(Enumerable.Range(1980, 20));
        DeliveryTests.InOrderById(handler).Should().BeTrue();
        rig.Ended().Select(entry => entry.Key).Should().OnlyHaveUniqueItems();
        rig.Ended().Count(entry => entry.Outcome == LedgerOutcome.Delivered).Should().Be(handler.TakenCount);
    }

    [Fact]
    public async Task After_a_restart_nothing_goes_out_that_storage_holds_a_newer_one_of()
    {
        await using var rig = new AlertRig(new DeliveryOptions { Window = 16 });
        var gate = new TaskCompletionSource();
        var handler = await rig.Define("system", "h", new RecordingHandler(async (_, cancel) =>
        {
            await gate.Task.WaitAsync(cancel);
            return Delivery.Done;
        }));
        await rig.Publish("system", [.. Enumerable.Range(0, 500).Select(i => AlertRig.Event($"id{i % 3}", second: i))]);
        await rig.Kill();

        // The definition now merges, as if somebody had changed it while the server was down.
        rig.Restart(store => store.CommitAsync(writer => writer.SaveHandler(AlertRig.Spec("system", "h") with { DeliveryJson = Merging })));
        gate.SetResult();
        await Until.True(() => rig.Owed("system/h") == 0 && rig.Ended().Count == 500);

        Seconds(handler.Taken).Order().Should().Equal(497, 498, 499);
    }

    [Fact]
    public async Task A_handler_that_begins_to_merge_leaves_out_what_is_superseded_already()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        await rig.Define("system", "h", RecordingHandler.Answering(_ => Delivery.Retry("down")));
        await rig.Publish("system", [.. Enumerable.Range(0, 10).Select(i => AlertRig.Event("a", second: i))]);
        await Until.True(() => rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/h"))!.Failed > 0);

        var handler = new RecordingHandler();
        rig.Handlers["h"] = handler;
        (await rig.Alerts.Handlers.ReplaceAsync("system", "h", AlertRig.Spec("system", "h") with { DeliveryJson = Merging })).Should().BeNull();
        await Until.True(() => rig.Ended().Count == 10, time, HalfSecond);

        Seconds(handler.Attempts).Should().Equal(9);
        rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/h")).Should().BeEquivalentTo(new { Merged = 9, Delivered = 1, Owed = 0 });
    }

    private static IEnumerable<int> Seconds(IEnumerable<AlertEvent> alerts) =>
        alerts.Select(alert => (int)((alert.UnixNanoseconds / 1_000_000_000) - 1577836800));
}
