using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Alerting.Names;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Deliveries;

public sealed class RetentionTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Dead_letters_beyond_the_number_go_the_oldest_first()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time, letters: new DeadLetterOptions { Rows = 10 });
        await rig.Define("system", "h", Refusing());
        await rig.Publish("system", [.. Enumerable.Range(0, 90).Select(i => AlertRig.Event($"id{i}"))]);
        await Until.True(() => rig.Alerts.Outbox.DeadLetters.Count == 90);
        var all = Ids().ToList(); // Different alerts overtake each other where many wait.

        await Until.True(() => rig.Alerts.Outbox.DeadLetters.Count == 10, time, Minute);

        Ids().Should().Equal(all.TakeLast(10));

        IEnumerable<string> Ids() => rig.Alerts.Outbox.DeadLetters.List().Select(letter => letter.Event!.Id);
    }

    [Fact]
    public async Task Dead_letters_that_nobody_came_for_go_after_their_time()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time, letters: new DeadLetterOptions { Keep = TimeSpan.FromHours(1) });
        await rig.Define("system", "h", Refusing());
        await rig.Publish("system", AlertRig.Event("old"));
        await Until.True(() => rig.Alerts.Outbox.DeadLetters.Count == 1);
        time.Advance(TimeSpan.FromMinutes(50));
        await rig.Publish("system", AlertRig.Event("young"));
        await Until.True(() => rig.Alerts.Outbox.DeadLetters.Count == 2);

        await Until.True(() => rig.Alerts.Outbox.DeadLetters.Count == 1, time, Minute);

        rig.Alerts.Outbox.DeadLetters.List().Should().ContainSingle().Which.Event!.Id.Should().Be("young");
    }

    [Fact]
    public async Task Recovered_alerts_are_forgotten_by_number_and_open_ones_never()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time, alerts: new AlertOptions { RecoveredRows = 5 });
        await rig.Publish("system", [.. Enumerable.Range(0, 300).Select(i => AlertRig.Event($"ok{i}", AlertLevel.Ok, second: i))]);
        await rig.Publish("system", [.. Enumerable.Range(0, 300).Select(i => AlertRig.Event($"open{i}"))]);

        await Until.True(() => Ids(rig, AlertLevel.Ok).Count == 305, time, Minute);

        var left = Enumerable.Range(295, 5).Select(i => $"ok{i}").Concat(Enumerable.Range(0, 300).Select(i => $"open{i}")).ToList();
        Ids(rig, AlertLevel.Ok).Should().BeEquivalentTo(left);
        await rig.Stop();
        rig.Restart();
        Ids(rig, AlertLevel.Ok).Should().BeEquivalentTo(left);
        rig.Alerts.Topics.TryGet("system", out var status).Should().BeTrue();
        (status.Ids.Ok, status.Ids.Critical).Should().Be((5, 300));
    }

    [Fact]
    public async Task Recovered_alerts_are_forgotten_when_they_are_old_by_the_time_of_the_data()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time, alerts: new AlertOptions { KeepRecovered = TimeSpan.FromHours(1) });
        await rig.Publish("system", AlertRig.Event("old", AlertLevel.Ok), AlertRig.Event("young", AlertLevel.Ok, second: 600));

        // The clock of the wall says nothing about data.
        time.Advance(TimeSpan.FromDays(400));
        await rig.Publish("system", AlertRig.Event("now", second: 3601));

        await Until.True(() => Ids(rig, AlertLevel.Ok).Count == 2, time, Minute);
        Ids(rig, AlertLevel.Ok).Should().BeEquivalentTo("young", "now");
    }

    [Fact]
    public async Task Targets_without_a_handler_go_when_the_ledger_has_forgotten_them()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time, ledger: new LedgerOptions { Rows = 1 });
        await rig.Define("system", "gone");
        await rig.Define("system", "stays");
        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => rig.Ended().Count == 2);
        await rig.Alerts.Handlers.DeleteAsync("system", "gone");
        rig.Store.LoadTargets().Should().HaveCount(2);
        await rig.Publish("system", AlertRig.Event("b"));

        await Until.True(() => rig.Store.LoadTargets().Count == 1, time, Minute);

        rig.Store.LoadTargets().Should().ContainSingle().Which.Name.Should().Be(new HandlerTarget("system", "stays"));
        await rig.Publish("system", AlertRig.Event("c"));
        await Until.True(() => rig.Owed("system/stays") == 0);
    }

    [Fact]
    public async Task What_many_owed_deliveries_of_a_handler_that_is_gone_become_is_written_page_by_page()
    {
        await using var rig = new AlertRig();
        var handler = RecordingHandler.Answering(_ => Delivery.Retry("no"));
        await rig.Define("system", "h", handler);
        await rig.Publish("system", [.. Enumerable.Range(0, 2500).Select(i => AlertRig.Event($"id{i}"))]);
        await rig.Stop();

        rig.Restart(store => store.CommitAsync(writer => writer.DeleteHandler("system", "h")));

        await Until.True(() => rig.Alerts.Outbox.DeadLetters.Count == 2500);
        rig.Store.LoadTargets().Single().Count.Should().Be(0);
    }

    [Theory]
    [InlineData(new[] { 1L, 2, 3 }, 2)]
    [InlineData(new[] { 5L, 1, 1, 5 }, 0)]
    [InlineData(new[] { 9_000_000L, 1, 5, 1 }, 2)]
    [InlineData(new[] { 9_000_000L, 9_000_000 }, 0)]
    [InlineData(new long[0], 0)]
    public void What_is_too_old_is_found_from_the_beginning_whatever_the_clock_once_said(long[] hours, int expired)
    {
        var rows = hours.Select((hour, i) => ((long)i, hour * 3_600_000L)).ToList();

        Expiry.Count(rows, DateTimeOffset.UnixEpoch.AddHours(5), TimeSpan.FromHours(2)).Should().Be(expired);
    }

    private static RecordingHandler Refusing() => RecordingHandler.Answering(_ => Delivery.Refused("no"));

    private static List<string> Ids(AlertRig rig, AlertLevel level) =>
        [.. (rig.Alerts.Topics.ListEvents("system", level) ?? []).Select(entry => entry.Id)];
}
