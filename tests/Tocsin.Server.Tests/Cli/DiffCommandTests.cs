using System.Text;
using System.Text.Json.Nodes;
using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Server.Tests.Cli;

public sealed class DiffCommandTests : ServerCommandTest
{
    private static readonly Dbrp Source = new("telegraf", "autogen");

    [Fact]
    public async Task A_shadow_is_defined_beside_its_task_and_compared_with_it()
    {
        await Server.Engine.Tasks.CreateAsync(new TaskChange { Id = "cpu", Script = Script("crit", 90), Dbrps = [Source], IsEnabled = true });
        var script = Cli.File("new.tick", Script("crit", 80));

        await OkAsync("define", "cpu", "-tick", script, "--shadow");
        await WriteAsync("cpu,host=a v=85 1600000000000000000\ncpu,host=b v=95 1600000000000000000");
        await OkAsync("diff", "cpu");

        Cli.Output.Should().Contain("--- cpu: 1 problem").And.Contain("+++ cpu.shadow: 2 problems").And.Contain("@@ a @@").And.Contain("+2020-09-13 12:26:40Z  OK -> CRITICAL  a is CRITICAL")
            .And.Contain("+1 new, -0 gone, 0 moved").And.Contain("since 20");
        (await Cli.RunAsync("diff", "cpu", "--fail-on", "new > 0")).Should().Be(1);
    }

    [Fact]
    public async Task Another_level_at_the_same_time_is_told_as_such()
    {
        await Server.Engine.Tasks.CreateAsync(new TaskChange { Id = "cpu", Script = Script("crit", 90), Dbrps = [Source], IsEnabled = true });
        await OkAsync("define", "cpu", "-tick", Cli.File("new.tick", Script("warn", 90)), "--shadow");
        await WriteAsync("cpu,host=b v=95 1600000000000000000");

        await OkAsync("diff", "cpu", "--json");

        var json = JsonNode.Parse(Cli.Output)!.AsObject(); // It is JSON.
        json["levels"]!.GetValue<int>().Should().Be(1); // And these are there.
        json["new"]!.GetValue<int>().Should().Be(0);
        json["differences"]![0]!["kind"]!.GetValue<string>().Should().Be("level");
    }

    [Fact]
    public async Task Changing_and_reloading_a_shadow_leaves_it_one()
    {
        await Server.Engine.Tasks.CreateAsync(new TaskChange { Id = "cpu", Script = Script("crit", 90), Dbrps = [Source], IsEnabled = true });
        await OkAsync("define", "cpu", "-tick", Cli.File("new.tick", Script("crit", 80)), "--shadow");

        await OkAsync("define", "cpu", "-tick", Cli.File("newer.tick", Script("crit", 70)), "--shadow");
        await OkAsync("reload", "cpu.shadow");
        await OkAsync("list", "tasks");

        Cli.Output.Should().MatchRegex("(?m)^cpu\\.shadow +stream +shadow +true");
    }

    [Fact]
    public async Task A_task_without_a_shadow_says_how_to_get_one()
    {
        await Server.Engine.Tasks.CreateAsync(new TaskChange { Id = "cpu", Script = Script("crit", 90), Dbrps = [Source], IsEnabled = true });

        (await Cli.RunAsync("diff", "cpu")).Should().NotBe(0);
        Cli.Errors.Should().Contain("the task 'cpu' has no shadow: 'tocsin define cpu -tick FILE --shadow' runs another script beside it");
        (await Cli.RunAsync("diff", "cpi")).Should().NotBe(0);
        Cli.Errors.Should().Contain("there is no task 'cpi'; did you mean 'cpu'?");
        (await Cli.RunAsync("drill", "cpu.shadow")).Should().NotBe(0);
    }

    private static string Script(string level, int limit) =>
        $"stream|from().measurement('cpu').groupBy('host')|alert().id('{{{{ index .Tags \"host\" }}}}').{level}(lambda: \"v\" > {limit}).stateChangesOnly().topic('cpu')";

    private async Task WriteAsync(string lines) =>
        (await Server.Engine.Writer.WriteAsync(Encoding.UTF8.GetBytes(lines), Source.Database, Source.RetentionPolicy, Precision.Parse("n"), default)).Should().BeEmpty();
}
