using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Names;
using Tocsin.Engine.Plugins;
using Tocsin.Reload.Tests.Testing;

namespace Tocsin.Reload.Tests;

/// <summary>Plugins that ended the server.</summary>
public sealed class DeathTests
{
    private const string Label = """{"label":"my"}""";

    [Fact]
    public async Task Handlers_that_ended_the_server_wait_for_another_version_of_their_plugin_in_topics_and_in_tasks()
    {
        await using var rig = await ReloadRig.StartAsync(("alpha", "Alpha.V1"));
        await rig.Define("t", "h", "alpha", Label);
        await rig.Define("t", "other", "alpha", Label);
        await rig.DefineTask("task", ".alpha().label('task')");
        var code = CodeOf(rig);
        await rig.RestartAfterDeathsAsync(new Mark("handler t/h", "1", code), new Mark("handler main:task:alert2/#alpha:e30d3b", "2", code));

        await rig.Publish("t", "a");
        await rig.Write("m v=1 1");
        await rig.Hear("~a by my alpha 1 pale");
        rig.Said.Should().ContainSingle(what => what.StartsWith('~'), "that of the other handler");
        (rig.Counters("t/h")!.Owed, rig.Counters("main:task:alert2/#alpha:e30d3b")!.Owed).Should().Be((1, 1));
        rig.Counters("main:task:alert2/#alpha:e30d3b")!.Suspension.Should().StartWith("the server died twice while an attempt of the same event was under way: mend plugin alpha");

        rig.Drop("alpha", "Alpha.V2");
        await rig.Plugins.RescanAsync();

        await rig.Hear("~a by my alpha 2 deep1");
        await rig.Hear("~m by task alpha 2 deep1");
    }

    [Fact]
    public async Task A_handler_of_a_task_can_be_resumed()
    {
        await using var rig = await ReloadRig.StartAsync(("alpha", "Alpha.V1"));
        await rig.DefineTask("task", ".alpha().label('task')");
        await rig.RestartAfterDeathsAsync(new Mark("handler main:task:alert2/#alpha:e30d3b", "", CodeOf(rig)));
        await rig.Write("m v=1 1");

        (await rig.Engine.Alerts.ResumeAsync(HandlerTarget.Parse("main:task:alert2/#alpha:e30d3b"))).Should().BeTrue();

        await rig.Hear("~m by task alpha 1 pale");
        (await rig.Engine.Alerts.ResumeAsync(HandlerTarget.Parse("main:task:alert2/#alpha:e30d3b"))).Should().BeFalse();
    }

    [Fact]
    public async Task A_plugin_that_ended_the_server_when_it_was_loaded_is_left_out_until_it_is_another()
    {
        await using var rig = await ReloadRig.StartAsync(("alpha", "Alpha.V1"), ("beta", "Beta"));
        await rig.Define("t", "h", "alpha", Label);
        var code = CodeOf(rig);
        await rig.RestartAfterDeathsAsync(new Mark(code.Name, "", code));
        await rig.Publish("t", "a");

        (rig.StatusOf("alpha").State, rig.StatusOf("beta").State).Should().Be((PluginState.Failed, PluginState.Loaded));
        rig.StatusOf("alpha").Errors.Should().Equal("the server died twice while it was being made: mend plugin alpha and put another version in its place, or 'tocsin plugins resume alpha' to try again");

        rig.Drop("alpha", "Alpha.V2");
        await rig.Plugins.RescanAsync();

        await rig.Hear("~a by my alpha 2 deep1");
    }

    [Fact]
    public async Task A_plugin_that_is_left_out_can_be_resumed_as_it_is()
    {
        await using var rig = await ReloadRig.StartAsync(("alpha", "Alpha.V1"));
        await rig.Define("t", "h", "alpha", Label);
        var code = CodeOf(rig);
        await rig.RestartAfterDeathsAsync(new Mark(code.Name, "", code));
        await rig.Publish("t", "a");

        (await rig.Plugins.ResumeAsync("alpha")).Should().BeTrue();

        rig.StatusOf("alpha").State.Should().Be(PluginState.Loaded);
        await rig.Hear("~a by my alpha 1 pale");
        (await rig.Plugins.ResumeAsync("alpha")).Should().BeFalse();
        (await rig.Plugins.ResumeAsync("beta")).Should().BeFalse();
    }

    private static ForeignCode CodeOf(ReloadRig rig) => rig.Engine.Extensions.Current.Kinds.CodeOf("alpha", new ConfigNull())!; // The plugin is loaded.
}
