using Tocsin.Alerting.Foreign;
using Tocsin.Reload.Tests.Testing;

namespace Tocsin.Reload.Tests;

public sealed class MisbehaviourTests
{
    [Fact]
    public async Task A_plugin_that_throws_answers_with_nothing_or_checks_badly_is_named_and_harms_nobody_else()
    {
        await using var rig = await ReloadRig.StartAsync(("beta", "Beta"), ("rogue", "Rogue"));
        await rig.Define("t", "throws", "throwing");
        await rig.Define("t", "silent", "silent");
        await rig.Define("t", "good", "beta");

        var refusal = await rig.Define("t", "picky", "picky");
        await rig.Publish("t", "a");
        await rig.Hear("a by beta deep2");
        await Until.True(() => rig.StatusOf("rogue").Health.Exceptions == 3);

        refusal.Should().EndWith("handler kind 'picky': the plugin 'rogue' failed with OwnException: no taste");
        rig.Counters("t/throws")!.LastError.Should().Be("no luck with a");
        rig.Counters("t/silent")!.LastError.Should().Be("The handler did not say what became of the event.");
        rig.StatusOf("beta").Health.Exceptions.Should().Be(0);
        rig.Log.Lines.ToArray().Should().Contain("plugin misbehaves plugin=rogue handler=throws problem=OwnException: no luck with a");
    }

    [Fact]
    public async Task A_call_that_blocks_is_given_up_counted_and_counted_again_when_it_comes_back()
    {
        await using var rig = await ReloadRig.StartAsync(("rogue", "Rogue"));
        await rig.Define("t", "h", "blocking");
        rig.Holds = static _ => true;
        await rig.Publish("t", "a");
        await Until.True(() => rig.Held == 1);

        await Until.True(() => rig.StatusOf("rogue").Health.Unreturned == 1, rig.Time, TimeSpan.FromSeconds(10));
        var given = rig.StatusOf("rogue").Health;
        rig.Holds = static _ => false;
        rig.Release();
        await Until.True(() => rig.StatusOf("rogue").Health.Unreturned == 0);

        (given.Timeouts, given.LastProblemHandler).Should().Be((1, "t/h"));
        given.LastProblem.Should().Be("a call did not end within 30 s, ignores its cancellation and is given up");
        rig.StatusOf("rogue").Health.LateReturns.Should().Be(1);
    }

    [Fact]
    public async Task A_version_that_does_not_leave_the_memory_is_named()
    {
        await using var rig = await ReloadRig.StartAsync(("rogue", "Rogue"));
        await rig.Define("t", "h", "leaking");
        await rig.Engine.Alerts.Handlers.DeleteAsync("t", "h");
        rig.Remove("rogue");
        await rig.Plugins.RescanAsync();

        await Until.True(() => rig.StatusOf("rogue").Health.LastProblem.Length > 0, rig.Time, TimeSpan.FromSeconds(1));

        rig.StatusOf("rogue").Health.LastProblem.Should().StartWith("Fixtures.Rogue 0.1.0 is still in memory 60 s after it was unloaded: ");
        rig.StatusOf("rogue").Leftovers.Should().ContainSingle();
    }
}
