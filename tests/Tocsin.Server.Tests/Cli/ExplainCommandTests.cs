using System.Text;
using System.Text.Json.Nodes;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Server.Tests.Cli;

public sealed class ExplainCommandTests : ServerCommandTest
{
    private const string Script = """
        stream
            |from()
                .measurement('cpu')
                .groupBy('host')
            |alert()
                .crit(lambda: "usage_idle" < 10.0 AND "host" != 'db')
                .topic('system')
        """;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var engine = Server.Engine;
        await engine.Alerts.Handlers.CreateAsync(new HandlerSpec { Topic = "system", Id = "all", Kind = "log", OptionsJson = $"{{\"path\":\"{Path.Combine(Cli.Folder, "all.log").Replace('\\', '/')}\"}}" });
        await engine.Alerts.Handlers.CreateAsync(new HandlerSpec { Topic = "system", Id = "web", Kind = "log", Match = "\"host\" == 'web'", OptionsJson = $"{{\"path\":\"{Path.Combine(Cli.Folder, "web.log").Replace('\\', '/')}\"}}" });
        await engine.Tasks.CreateAsync(new TaskChange { Id = "cpu_alert", Script = Script, Dbrps = [new Dbrp("telegraf", "autogen")], IsEnabled = true });
        await WriteAsync("cpu,host=a usage_idle=50 1600000000000000000\ncpu,host=a usage_idle=3.5 1600000010000000000\n");
        await Until.True(() => engine.Alerts.Ledger.Read(new() { AlertId = "cpu:host=a" }).Count == 1);
    }

    [Fact]
    public async Task It_says_which_values_raised_the_alert_who_was_notified_and_who_was_not()
    {
        await OkAsync("ack", "system", "cpu:host=a", "--by", "dana");
        await OkAsync("explain", "cpu:host=a");

        Cli.Output.Should().Contain("cpu:host=a is CRITICAL since 2020-09-13 12:26:50Z\n")
            .And.Contain("Why: alert2 of task cpu_alert (line 5 char 6) went from OK to CRITICAL, on data of 2020-09-13 12:26:50Z.\n")
            .And.Contain("""  CRITICAL if ("usage_idle" < 10) AND ("host" != 'db') (line 6 char 23): true""" + "\n")
            .And.Contain("""    "usage_idle" < 10: true, "usage_idle" was 3.5""" + "\n")
            .And.Contain("""    "host" != 'db': true, "host" was a""" + "\n")
            .And.Contain("The data came through stream0 (line 1 char 1) -> from1 (line 2 char 6) -> alert2 (line 5 char 6).")
            .And.MatchRegex(@"Who was notified:\n  system/all: delivered at .*, 1 attempt")
            .And.Contain("""Who was not:""" + "\n" + """  system/web: its match "host" == 'web' does not hold: "host" is a""" + "\n")
            .And.Contain("Acknowledged by dana (tocsin)");
    }

    [Fact]
    public async Task What_ended_is_explained_by_its_last_problem_and_another_time_by_what_was_so_then()
    {
        await WriteAsync("cpu,host=a usage_idle=60 1600000020000000000\n");
        await Until.True(() => Server.Engine.Alerts.Ledger.Read(new() { AlertId = "cpu:host=a" }).Count == 2);

        await OkAsync("explain", "cpu:host=a", "--json");
        var answer = JsonNode.Parse(Cli.Output)!;
        answer["alerts"]![0]!["level"]!.ToString().Should().Be("OK");
        answer["change"]!["level"]!.ToString().Should().Be("CRITICAL");
        answer["changes"]!.AsArray().Select(change => change!["level"]!.ToString()).Should().Equal("OK", "CRITICAL");

        await OkAsync("explain", "cpu:host=a", "--at", "2999-01-01T00:00:00Z");
        Cli.Output.Should().Contain("went from CRITICAL to OK").And.Contain("\"usage_idle\" < 10: false, \"usage_idle\" was 60");
    }

    [Theory]
    [InlineData("no topic knows an alert \"cpu:host=b\"; did you mean 'cpu:host=a'?", "explain", "cpu:host=b")]
    [InlineData("unknown topic: \"sistem\"; did you mean 'system'?", "explain", "cpu:host=a", "--topic", "sistem")]
    [InlineData("at must be a time such as 2026-11-30T03:12:00Z, not 'noon'", "explain", "cpu:host=a", "--at", "noon")]
    public async Task What_is_not_known_is_said(string message, params string[] arguments)
    {
        (await Cli.RunAsync(arguments)).Should().Be(3);

        Cli.Errors.Should().Contain(message);
    }

    [Fact]
    public async Task Why_nobody_is_notified_is_shown_by_what_the_nodes_make_of_the_data_that_comes()
    {
        var asking = Cli.RunAsync("explain", "--why-not", "cpu_alert", "--tag", "host=z", "--wait", "10m");
        for (var second = 0; !asking.IsCompleted; second++)
            await WriteAsync($"cpu,host=y usage_idle=60 {1_600_000_100 + second}000000000\ncpu,host=z usage_idle=55.5 {1_600_000_100 + second}000000000\n");

        (await asking).Should().Be(0, Cli.Errors);
        Cli.Output.Should().StartWith("What task cpu_alert made of data with host=z:\n")
            .And.MatchRegex(@"  from1 \(line 2 char 6\): \d+ came, \d+ passed on; the last was cpu,host=z usage_idle=55.5 at 2020-09-13")
            .And.Contain("    CRITICAL if (\"usage_idle\" < 10) AND (\"host\" != 'db'): false, \"usage_idle\" was 55.5\n    so its level is OK, and was OK before\n    nothing is reported: it was OK and is OK\n");
    }

    [Fact]
    public async Task Data_that_does_not_come_and_tasks_that_are_not_there_are_named()
    {
        await OkAsync("explain", "--why-not", "cpu_alert", "--tag", "host=gone", "--wait", "0s");
        Cli.Output.Should().StartWith("No data with host=gone came to task cpu_alert within 0s. Since it began, 2 points came, of all data.\n");

        (await Cli.RunAsync("explain", "--why-not", "cpu_alerts")).Should().Be(3);
        Cli.Errors.Should().Contain("there is no task 'cpu_alerts'; did you mean 'cpu_alert'?");
        (await Cli.RunAsync("explain", "--why-not", "cpu_alert", "--wait", "1d")).Should().Be(3);
        Cli.Errors.Should().Contain("wait may be 10 min at most, not '1d'");
    }

    private async Task WriteAsync(string lines) =>
        (await Server.Engine.Writer.WriteAsync(Encoding.UTF8.GetBytes(lines), "telegraf", "autogen", Precision.Nanosecond)).Should().BeEmpty();
}
