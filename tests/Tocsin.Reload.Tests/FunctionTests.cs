using Tocsin.Pipelines.Functions;
using Tocsin.Pipelines.Tasks;
using Tocsin.Reload.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Reload.Tests;

public sealed class FunctionTests
{
    private const string Hot = "stream|from()|alert().id('x').topic('hot').crit(lambda: hot(\"v\"))";
    private const string Tally = "stream|from()@tally()|alert().id('y').topic('tally').crit(lambda: \"sum\" > 15.0)";

    [Fact]
    public async Task A_replaced_function_starts_the_tasks_anew_that_use_it_and_no_others_and_alerts_go_on_where_they_were()
    {
        await using var rig = await ReloadRig.StartAsync(("gamma", "Gamma.V1"));
        await rig.DefineScript("t", Hot);
        await rig.DefineTask("other", "");
        await rig.Write("n v=15 1");
        var (task, other) = (rig.Engine.Running.Find("t"), rig.Engine.Running.Find("other"));

        rig.Drop("gamma", "Gamma.V2");
        await rig.Plugins.RescanAsync();
        await rig.Write("n v=15 2");

        rig.Raised.Select(raised => raised.Level).Should().Equal([AlertLevel.Critical, AlertLevel.Ok], "the task knows what the topic knows");
        rig.Engine.Running.Find("t").Should().NotBeNull().And.NotBeSameAs(task);
        rig.Engine.Running.Find("other").Should().BeSameAs(other);
    }

    [Theory]
    [InlineData(Hot, "function 'hot' of 'gamma'")]
    [InlineData(Tally, "function '@tally' of 'gamma'")]
    public async Task A_task_goes_on_with_a_function_that_is_gone_and_takes_up_the_one_that_comes_back(string script, string function)
    {
        await using var rig = await ReloadRig.StartAsync(("gamma", "Gamma.V1"));
        await rig.DefineScript("t", script);
        var task = rig.Engine.Running.Find("t")!;

        rig.Remove("gamma");
        await rig.Plugins.RescanAsync();
        await rig.Write("n v=16 1");

        rig.Raised.Should().ContainSingle();
        rig.Engine.Running.Find("t").Should().BeSameAs(task);
        FunctionUse.Outdated(task, rig.Engine.Extensions.Current.Functions).Select(gone => gone.ToString()).Should().Equal(function);
        rig.Log.Lines.Should().ContainSingle(line => line.Contains(" keeps ") && line.Contains("task=t "));

        rig.Drop("gamma", "Gamma.V2");
        await rig.Plugins.RescanAsync();

        var renewed = rig.Engine.Running.Find("t")!;
        renewed.Should().NotBeSameAs(task);
        FunctionUse.Outdated(renewed, rig.Engine.Extensions.Current.Functions).Should().BeEmpty();
        rig.Engine.Tasks.Find("t")!.Error.Should().BeEmpty();
    }

    [Theory]
    [InlineData(Hot)]
    [InlineData(Tally)]
    public async Task A_task_whose_function_is_not_there_at_the_start_of_the_server_takes_it_up_when_it_appears(string script)
    {
        await using var rig = await ReloadRig.StartAsync(("gamma", "Gamma.V1"));
        await rig.DefineScript("t", script);
        rig.Remove("gamma");
        await rig.RestartAsync();

        rig.Drop("gamma", "Gamma.V1");
        await rig.Plugins.RescanAsync();
        await rig.Write("n v=16 1");

        rig.Raised.Should().ContainSingle();
        rig.Engine.Tasks.Find("t")!.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task A_node_that_is_not_known_is_an_error_that_goes_when_the_plugin_comes()
    {
        await using var rig = await ReloadRig.StartAsync();
        var define = () => rig.DefineScript("t", Tally);
        await define.Should().ThrowAsync<DefinitionException>();

        rig.Drop("gamma", "Gamma.V1");
        await rig.Plugins.RescanAsync();
        await define.Should().NotThrowAsync();
    }

    [Fact]
    public async Task A_function_whose_name_a_file_of_CSharp_has_is_told_and_comes_into_force_when_the_name_is_free()
    {
        await using var rig = await ReloadRig.StartAsync(("gamma", "Gamma.V1"));
        var old = rig.Engine.Extensions.Current.Functions.All.Single(function => function.Name == "hot");
        await using var others = await ReloadRig.StartAsync(("files", "Gamma.V2"));
        var file = others.Engine.Extensions.Current.Functions.All.Single(function => function.Name == "hot");
        rig.Remove("gamma");
        await rig.Plugins.RescanAsync();
        await rig.Engine.Extensions.ChangeAsync(now => now.WithFunctions([], [file], []));

        rig.Drop("gamma", "Gamma.V1");
        await rig.Plugins.RescanAsync();

        rig.StatusOf("gamma").Errors.Should().ContainSingle().Which.Should().Be(
            "function 'hot' of 'gamma' has the name of one that 'files' already provides: rename one of them");
        rig.Engine.Extensions.Current.Functions.Contains(file).Should().BeTrue();

        await rig.Engine.Extensions.ChangeAsync(now => now.WithFunctions([file], [], []));

        rig.StatusOf("gamma").Errors.Should().BeEmpty();
        rig.Engine.Extensions.Current.Functions.All.Should().ContainSingle(function => function.Name == "hot" && function.Origin == "gamma").And.NotContain(old);
    }
}
