using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Names;
using Tocsin.Engine.Tests.Testing;

namespace Tocsin.Engine.Tests.Crashes;

/// <summary>Handlers that are left alone from the start.</summary>
public sealed class SuspensionTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly AlertRig _rig = new();
    private readonly CrashGuard _guard;

    public SuspensionTests() => _guard = CrashGuard.Open(_folder.Path, ["t/h"], TimeProvider.System);

    [Fact]
    public async Task What_is_owed_to_a_suspended_handler_waits_until_it_is_resumed_and_others_get_theirs()
    {
        var (suspended, other) = await RestartSuspended();

        await _rig.Publish("t", AlertRig.Event("a"));
        await Until.True(() => other.TakenCount == 1);
        var counters = _rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("t/h"))!;
        suspended.Attempts.Should().BeEmpty();
        (counters.Owed, counters.Suspension).Should().Be((1, "suspended with --suspend: 'tocsin deliveries resume t/h' lets it go on"));

        (await _rig.Alerts.ResumeAsync(HandlerTarget.Parse("t/other"))).Should().BeFalse();
        (await _rig.Alerts.ResumeAsync(HandlerTarget.Parse("t/h"))).Should().BeTrue();

        await Until.True(() => suspended.TakenCount == 1);
        _rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("t/h"))!.Suspension.Should().BeEmpty();
        (await _rig.Alerts.ResumeAsync(HandlerTarget.Parse("t/h"))).Should().BeFalse();
    }

    [Fact]
    public async Task A_handler_that_somebody_chose_to_suspend_stays_so_when_it_is_defined_anew_and_is_not_made()
    {
        var (suspended, _) = await RestartSuspended();
        _rig.Handlers.Remove("h");

        (await _rig.Alerts.Handlers.ReplaceAsync("t", "h", AlertRig.Spec("t", "h", match: "level() == CRITICAL"))).Should().BeNull();
        await _rig.Publish("t", AlertRig.Event("a"));

        _rig.Owed("t/h").Should().Be(1);
        _rig.Handlers["h"] = suspended;
        await _rig.Alerts.ResumeAsync(HandlerTarget.Parse("t/h"));
        await Until.True(() => suspended.TakenCount == 1);
    }

    [Fact]
    public async Task What_is_owed_to_a_suspended_handler_that_is_deleted_becomes_dead_letters()
    {
        await RestartSuspended();
        await _rig.Publish("t", AlertRig.Event("a"));

        await _rig.Alerts.Handlers.DeleteAsync("t", "h");

        await Until.True(() => _rig.Alerts.Outbox.DeadLetters.Count == 1);
    }

    [Fact]
    public async Task A_suspended_handler_at_the_topic_of_a_task_that_is_renamed_is_still_made_later()
    {
        using var folder = new TempFolder();
        using var guard = CrashGuard.Open(folder.Path, ["main:old:alert/h"], TimeProvider.System);
        await using var rig = new AlertRig();
        var handler = await rig.Define("main:old:alert", "h");
        await rig.Stop();
        rig.Guard = guard;
        rig.Restart();
        await rig.Publish("main:old:alert", AlertRig.Event("a"));
        rig.Owed("main:old:alert/h").Should().Be(1);

        await rig.Alerts.RenameTaskAsync("old", "new", static _ => { });
        await rig.Alerts.ReconsiderSuspendedAsync(); // Nobody suspended the one of the new name.

        await Until.True(() => handler.TakenCount == 1);
        rig.Alerts.Handlers.Find("main:new:alert", "h").Should().NotBeNull();
    }

    [Fact]
    public async Task Nothing_is_attempted_before_deliveries_are_started()
    {
        var handler = await _rig.Define("u", "later");
        await _rig.Stop();
        _rig.HoldsDeliveries = true;
        _rig.Restart();
        await _rig.Publish("u", AlertRig.Event("a"));
        var late = await _rig.Define("u", "defined-meanwhile");
        await _rig.Publish("u", AlertRig.Event("b"));

        await _rig.Alerts.Handlers.ReplaceAsync("u", "later", AlertRig.Spec("u", "later"));
        handler.Attempts.Should().BeEmpty();
        late.Attempts.Should().BeEmpty();
        _rig.Alerts.StartDeliveries();

        await Until.True(() => handler.TakenCount == 2 && late.TakenCount == 1);
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        _guard.Dispose();
        _folder.Dispose();
    }

    private async Task<(RecordingHandler Suspended, RecordingHandler Other)> RestartSuspended()
    {
        var handlers = (await _rig.Define("t", "h"), await _rig.Define("t", "other"));
        await _rig.Stop();
        _rig.Guard = _guard;
        _rig.Restart();
        return handlers;
    }
}
