using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Tasks;
using Tocsin.Reload.Tests.Testing;

namespace Tocsin.Reload.Tests;

public sealed class ReplaceTests
{
    private const string Label = """{"label":"my"}""";

    [Fact]
    public async Task A_new_version_takes_over_while_a_delivery_is_under_way_and_nothing_is_lost_or_doubled()
    {
        await using var rig = await ReloadRig.StartAsync(("alpha", "Alpha.V1"));
        await rig.Define("t", "h", "alpha", Label);
        rig.Holds = what => what.EndsWith("alpha 1 pale", StringComparison.Ordinal) && !what.StartsWith("end", StringComparison.Ordinal);
        await rig.Publish("t", "a");
        await Until.True(() => rig.Held == 1);

        rig.Drop("alpha", "Alpha.V2");
        await rig.Plugins.RescanAsync();
        await rig.Publish("t", "a", "b");
        var beforeTheEnd = rig.Said;
        rig.Release();
        await Until.True(() => rig.Counters("t/h")!.Owed == 0);
        await rig.Hear("end of my alpha 1 pale");

        beforeTheEnd.Should().NotContain(what => what.StartsWith("end", StringComparison.Ordinal));
        rig.Said.Should().BeEquivalentTo(
            "~a by my alpha 1 pale", "~a by my alpha 2 deep1", "~b by my alpha 2 deep1", "end of my alpha 1 pale");
        rig.StatusOf("alpha").Load.Assembly.Should().Be("Fixtures.Alpha 2.0.0");
    }

    [Fact]
    public async Task A_replaced_version_leaves_the_memory()
    {
        await using var rig = await ReloadRig.StartAsync(("alpha", "Alpha.V1"));
        await rig.Define("t", "h", "alpha", Label);
        await rig.DefineTask("task", ".alpha().label('task')");
        await rig.Publish("t", "a");
        await rig.Write("m v=1 1");
        await rig.Hear("~a by my alpha 1 pale");
        await rig.Hear("~m by task alpha 1 pale");

        rig.Drop("alpha", "Alpha.V2");
        await rig.Plugins.RescanAsync();
        await rig.Hear("end of my alpha 1 pale");
        await rig.Hear("end of task alpha 1 pale");

        for (var i = 0; i < 20 && rig.StatusOf("alpha").Leftovers.Count > 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await rig.Plugins.RescanAsync();
        }

        rig.StatusOf("alpha").Leftovers.Should().BeEmpty();
        rig.Log.Lines.Should().Contain("plugin unloaded plugin=alpha assembly=Fixtures.Alpha 1.0.0");
        rig.StatusOf("alpha").Health.LastProblem.Should().BeEmpty();
    }

    [Fact]
    public async Task A_running_task_goes_on_with_the_new_version_and_keeps_its_state()
    {
        await using var rig = await ReloadRig.StartAsync(("alpha", "Alpha.V1"));
        await rig.DefineTask("task", ".stateChangesOnly().alpha().label('task')");
        var running = rig.Engine.Running.Find("task");
        await rig.Write("m v=1 1");
        await rig.Hear("~m by task alpha 1 pale");

        rig.Drop("alpha", "Alpha.V2");
        await rig.Plugins.RescanAsync();

        // Still critical: no event. Then it is OK again, which the new version tells.
        await rig.Write("m v=1 2\nm v=0 3");
        await rig.Hear("~m by task alpha 2 deep1");
        rig.Said.Where(what => what.StartsWith('~')).Should().Equal("~m by task alpha 1 pale", "~m by task alpha 2 deep1");
        rig.Engine.Running.Find("task").Should().BeSameAs(running);
    }

    [Fact]
    public async Task A_new_version_that_cannot_be_loaded_leaves_the_old_one_at_work()
    {
        await using var rig = await ReloadRig.StartAsync(("alpha", "Alpha.V1"));
        await rig.Define("t", "h", "alpha", Label);
        File.WriteAllText(Path.Combine(rig.FolderOf("alpha"), "Fixtures.Alpha.dll"), "half a fi");
        await rig.Plugins.RescanAsync();

        await rig.Publish("t", "a");

        await rig.Hear("~a by my alpha 1 pale");
        var status = rig.StatusOf("alpha");
        (status.State, status.Load.Version).Should().Be((PluginState.Loaded, "1.0.0"));
        status.Errors.Should().ContainSingle().Which.Should().Contain("is not a .NET assembly");
    }

    [Fact]
    public async Task What_a_removed_plugin_would_have_got_waits_for_it_even_over_a_restart()
    {
        await using var rig = await ReloadRig.StartAsync(("alpha", "Alpha.V1"));
        await rig.Define("t", "h", "alpha", Label);
        await rig.DefineTask("task", ".alpha().label('task')");
        rig.Remove("alpha");
        await rig.Plugins.RescanAsync();

        await rig.Publish("t", "a");
        await rig.Write("m v=1 1");
        var state = rig.StatusOf("alpha").State;
        var waiting = (rig.Counters("t/h")!.Owed, rig.Counters("main:task:alert2/#alpha:e30d3b")!.Owed);
        var reason = rig.Counters("t/h")!.Suspension;
        var broken = rig.Engine.Alerts.Handlers.Broken;
        await rig.RestartAsync();
        var error = rig.Engine.Tasks.Find("task")!.Error;
        rig.Drop("alpha", "Alpha.V2");
        await rig.Plugins.RescanAsync();

        (state, waiting, reason).Should().Be((PluginState.Removed, (1, 1), "the plugin that provides kind 'alpha' is not loaded"));
        broken.Should().ContainSingle().Which.Spec.Id.Should().Be("h");
        error.Should().Contain("alpha");
        await rig.Hear("~a by my alpha 2 deep1");
        await rig.Hear("~m by task alpha 2 deep1");
        rig.Engine.Alerts.Outbox.DeadLetters.Count.Should().Be(0);
        rig.Engine.Tasks.Find("task")!.Error.Should().BeEmpty();
        rig.Engine.Running.Find("task").Should().NotBeNull();
    }
}
