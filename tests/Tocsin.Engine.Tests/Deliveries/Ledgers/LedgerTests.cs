using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Deliveries.Ledgers;

public sealed class LedgerTests
{
    private static readonly TimeSpan HalfSecond = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task A_delivery_that_was_made_tells_who_was_told_what_when_and_with_which_reply()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        var handler = await rig.Define("system", "h", RecordingHandler.Answering(_ => Delivery.Done with { Reply = "noted" }));

        await rig.Publish("system", AlertRig.Event("a", AlertLevel.Warning), AlertRig.Event("a", second: 1));
        await Until.True(() => rig.Ended().Count == 2);

        var entry = rig.Ended()[1];
        entry.Should().BeEquivalentTo(new
        {
            Number = 2,
            TargetName = "system/h",
            AlertId = "a",
            Level = AlertLevel.Critical,
            PreviousLevel = AlertLevel.Warning,
            Message = "a is CRITICAL at 1",
            UnixNanoseconds = 1577836801_000_000_000,
            RaisedUnixMilliseconds = time.GetUtcNow().ToUnixTimeMilliseconds(),
            EndedUnixMilliseconds = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Attempts = 1,
            Outcome = LedgerOutcome.Delivered,
            Reply = "noted",
            Reason = "",
        });
        rig.Alerts.Ledger.KeyOf(entry).Should().Be(handler.Taken[1].IdempotencyKey);
    }

    [Fact]
    public async Task Attempts_that_failed_before_are_counted_and_the_last_is_quoted()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        var failures = 2;
        await rig.Define("system", "h", RecordingHandler.Answering(_ => failures-- > 0 ? Delivery.Retry("down") : Delivery.Done));

        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => rig.Ended().Count == 1, time, HalfSecond);

        rig.Ended()[0].Should().BeEquivalentTo(new { Outcome = LedgerOutcome.Delivered, Attempts = 3, Reason = "down" });
        (rig.Ended()[0].EndedUnixMilliseconds - rig.Ended()[0].RaisedUnixMilliseconds).Should().BeGreaterThanOrEqualTo(2000, "there were two pauses");
    }

    [Fact]
    public async Task A_refused_event_that_is_sent_again_refused_and_dropped_leaves_a_line_each_time_under_one_key()
    {
        await using var rig = new AlertRig();
        await rig.Define("system", "h", RecordingHandler.Answering(_ => Delivery.Refused("bad key") with { Reply = "no such team" }));
        var letters = rig.Alerts.Outbox.DeadLetters;
        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => letters.Count == 1);

        (await letters.ResendAsync(letters.List()[0].Number)).Should().BeNull();
        await Until.True(() => letters.Count == 1 && rig.Ended().Count == 3);
        await letters.DropAsync(letters.List()[0].Number);
        await letters.DropAsync(17);

        rig.Ended().Select(entry => entry.Outcome).Should().Equal(
            LedgerOutcome.Refused, LedgerOutcome.Resent, LedgerOutcome.Refused, LedgerOutcome.Dropped);
        rig.Ended().Should().OnlyContain(entry => entry.AlertId == "a" && entry.TargetName == "system/h" && entry.Reason == "bad key");
        rig.Ended().Select(entry => entry.Key).Distinct().Should().ContainSingle();
        rig.Ended()[0].Reply.Should().Be("no such team");
        rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/h")).Should().BeEquivalentTo(new { Dead = 2, Dropped = 1, Owed = 0 });
    }

    [Fact]
    public async Task Two_who_drop_one_letter_leave_one_line_and_a_dropped_letter_is_not_sent()
    {
        await using var rig = new AlertRig();
        await rig.Define("system", "h", RecordingHandler.Answering(_ => Delivery.Refused("no")));
        var letters = rig.Alerts.Outbox.DeadLetters;
        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => letters.Count == 1);
        var number = letters.List()[0].Number;

        await Task.WhenAll(letters.DropAsync(number), letters.DropAsync(number));

        (await letters.ResendAsync(number)).Should().StartWith($"There is no dead letter {number}");
        rig.Ended().Select(entry => entry.Outcome).Should().Equal(LedgerOutcome.Refused, LedgerOutcome.Dropped);
    }

    [Fact]
    public async Task What_is_given_up_says_why()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(new DeliveryOptions { GiveUpAfter = TimeSpan.FromMinutes(1) }, time);
        await rig.Define("system", "h", RecordingHandler.Answering(_ => Delivery.Retry("down")));

        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => rig.Ended().Count == 1, time, HalfSecond);

        rig.Ended()[0].Outcome.Should().Be(LedgerOutcome.GivenUp);
        rig.Ended()[0].Attempts.Should().BeGreaterThan(1);
        rig.Ended()[0].Reason.Should().StartWith("Given up after").And.EndWith("down");
    }

    [Fact]
    public async Task What_nobody_claims_after_a_start_is_given_up()
    {
        await using var rig = new AlertRig();
        rig.Alerts.OpenNodeTopic("main:t:alert2", [new NodeHandler("post", RecordingHandler.Answering(_ => Delivery.Retry("down")))]);
        await rig.Publish("main:t:alert2", AlertRig.Event("a"));

        await rig.Stop();
        rig.Restart();
        await Until.True(() => rig.Ended().Count == 1);

        rig.Ended()[0].Should().BeEquivalentTo(new
        {
            Outcome = LedgerOutcome.GivenUp, TargetName = "main:t:alert2/#post", AlertId = "a", Attempts = 0,
            Reason = "When the server started, its handler did not exist any more.",
        });
    }

    [Fact]
    public async Task What_is_gathered_by_an_aggregate_ends_there()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        var spec = AlertRig.Spec("system", "sum", kind: "aggregate", options: """{"interval":10000000000,"topic":"sums","id":"sum"}""");
        (await rig.Alerts.Handlers.CreateAsync(spec)).Should().BeNull();

        await rig.Publish("system", AlertRig.Event("a"), AlertRig.Event("b"));
        await Until.True(() => rig.Ended().Count == 2, time, TimeSpan.FromSeconds(10));

        rig.Ended().Should().OnlyContain(entry => entry.TargetName == "system/sum" && entry.Reply == "gathered into one event of topic 'sums'");
    }

    [Fact]
    public async Task Killed_at_any_moment_each_delivery_is_owed_or_in_the_ledger_and_never_both()
    {
        await using var rig = new AlertRig();
        await rig.Define("system", "h");
        await rig.Publish("system", [.. Enumerable.Range(0, 2000).Select(i => AlertRig.Event($"id{i % 7}", second: i))]);

        await rig.Kill();
        rig.Handlers["h"] = new RecordingHandler(async (_, cancel) =>
        {
            await Task.Delay(Timeout.Infinite, cancel);
            return Delivery.Done;
        });
        rig.Restart();

        var target = rig.Store.LoadTargets().Single().Target;
        var owed = rig.Store.ReadOwed(target, 0, 10_000).Select(row => row.Key).ToList();
        var ended = rig.Ended().Select(entry => entry.Key).ToList();
        owed.Concat(ended).Should().OnlyHaveUniqueItems().And.HaveCount(2000);
    }

    [Fact]
    public async Task Long_texts_are_cut()
    {
        await using var rig = new AlertRig();
        await rig.Define("system", "h", RecordingHandler.Answering(_ => Delivery.Refused(new string('r', 5000)) with { Reply = new string('y', 5000) }));

        await rig.Publish("system", AlertRig.Event("a") with { Message = new string('m', 5000) });
        await Until.True(() => rig.Ended().Count == 1);

        var entry = rig.Ended()[0];
        (entry.Message.Length, entry.Reply.Length, entry.Reason.Length).Should().Be((LedgerEntry.LongestMessage, LedgerEntry.LongestReply, LedgerEntry.LongestReply));
        rig.Alerts.Outbox.DeadLetters.List()[0].Reason.Should().HaveLength(5000, "dead letters tell all");
    }

    [Fact]
    public async Task Without_a_ledger_deliveries_leave_no_trace()
    {
        await using var rig = new AlertRig(ledger: new LedgerOptions { Enabled = false });
        var handler = await rig.Define("system", "h");

        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => handler.TakenCount == 1 && rig.Store.LoadTargets().Sum(target => target.Count) == 0);

        rig.Ended().Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_owed_of_an_alert_shows_its_attempts_and_the_last_error()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(new DeliveryOptions { Window = 2 }, time);
        await rig.Define("system", "h", RecordingHandler.Answering(_ => Delivery.Retry("down")));
        await rig.Define("other", "good");

        await rig.Publish("system", [.. Enumerable.Range(0, 6).Select(i => AlertRig.Event("a", second: i)), AlertRig.Event("ab")]);
        await rig.Publish("other", AlertRig.Event("a"));
        await Until.True(() => rig.Ended().Count == 1 && rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/h"))!.Failed > 0);
        var filter = new LedgerFilter { AlertId = "a" };

        var owed = rig.Alerts.Ledger.ReadOwed(filter);

        owed.Select(entry => entry.Message).Should().Equal(Enumerable.Range(0, 6).Reverse().Select(i => $"a is CRITICAL at {i}"));
        owed[^1].Should().BeEquivalentTo(new { Outcome = LedgerOutcome.Owed, TargetName = "system/h", Attempts = 1, Reason = "down" });
        owed[0].Should().BeEquivalentTo(new { Outcome = LedgerOutcome.Owed, Attempts = 0, Reason = "" });
        rig.Alerts.Ledger.ReadOwed(filter with { Topic = "other" }).Should().BeEmpty();
        FluentActions.Invoking(() => rig.Alerts.Ledger.ReadOwed(new LedgerFilter())).Should().Throw<ArgumentException>();
    }
}
