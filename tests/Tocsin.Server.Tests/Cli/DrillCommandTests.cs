using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Server.Tests.Cli;

public sealed class DrillCommandTests : ServerCommandTest
{
    private string Log(string name) => Path.Combine(Cli.Folder, name + ".log").Replace('\\', '/');

    [Fact]
    public async Task A_drill_reaches_the_handlers_of_a_topic_ends_and_is_forgotten()
    {
        await AddAsync("all", match: "");
        await AddAsync("web", match: "\"host\" == 'web'");

        await OkAsync("drill", "system", "--by", "dana");

        Cli.Output.Should().MatchRegex("^system/all: the drill delivered, 1 attempt.*\nsystem/all: its end delivered, 1 attempt.*\n$");
        var lines = await File.ReadAllLinesAsync(Log("all"));
        lines.Should().HaveCount(2);
        lines[0].Should().Contain("DRILL: a test of the way to you, by dana. Nothing is wrong.").And.Contain("CRITICAL");
        lines[1].Should().Contain("DRILL: the test is over.");
        Server.Engine.Alerts.Topics.ListEvents("system").Should().BeEmpty();
    }

    [Fact]
    public async Task A_drill_of_a_task_reaches_its_own_handlers_and_its_topic()
    {
        await AddAsync("all", match: "");
        await Server.Engine.Tasks.CreateAsync(new TaskChange
        {
            Id = "cpu", Script = $"stream|from()|alert().crit(lambda: \"v\" > 1).topic('system').log('{Log("own")}')", Dbrps = [new Dbrp("telegraf", "autogen")], IsEnabled = true,
        });

        await OkAsync("drill", "cpu", "--level", "WARNING");

        Cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(4);
        (await File.ReadAllLinesAsync(Log("own")))[0].Should().Contain("WARNING");
    }

    [Fact]
    public async Task Who_gets_nothing_makes_it_end_with_1()
    {
        await AddAsync("web", match: "\"host\" == 'web'");

        (await Cli.RunAsync("drill", "system")).Should().Be(1);

        Cli.Output.Should().StartWith("Nobody was notified: no handler of system took it.");
    }

    [Fact]
    public async Task A_delivery_that_does_not_arrive_makes_it_end_with_1()
    {
        await Server.Engine.Alerts.Handlers.CreateAsync(new HandlerSpec { Topic = "system", Id = "down", Kind = "tcp", OptionsJson = "{\"address\":\"127.0.0.1:1\"}" });

        (await Cli.RunAsync("drill", "system", "--wait", "0s")).Should().Be(1);

        Cli.Output.Should().Contain("system/down: the drill has not arrived");
    }

    [Theory]
    [InlineData("there is no topic and no task 'sistem'", "sistem")]
    [InlineData("the level of a drill is INFO, WARNING or CRITICAL, not 'OK'", "system", "--level", "OK")]
    [InlineData("wait may be 10 min at most, not '1h'", "system", "--wait", "1h")]
    public async Task What_cannot_be_done_is_said(string message, params string[] arguments)
    {
        await AddAsync("all", match: "");

        (await Cli.RunAsync(["drill", .. arguments])).Should().Be(3);

        Cli.Errors.Should().Contain(message);
    }

    [Fact]
    public async Task Drills_on_a_schedule_are_defined_listed_and_deleted()
    {
        var file = Cli.File("pager.yaml", "id: pager-weekly\nname: system\ncron: '0 9 * * 1'\nzone: Europe/Berlin\nalarm: ops\n");

        await OkAsync("drills", "define", file);
        await OkAsync("drills");
        Cli.Output.Should().Contain("pager-weekly").And.Contain("system").And.Contain("ops");
        await OkAsync("drills", "delete", "pager-weekly");
        (await Cli.RunAsync("drills", "delete", "pager-weekly")).Should().NotBe(0);

        Cli.Errors.Should().Contain("there is no drill 'pager-weekly'");
        Server.Engine.Drills.All.Should().BeEmpty();
    }

    private async Task AddAsync(string id, string match) => (await Server.Engine.Alerts.Handlers.CreateAsync(
        new HandlerSpec { Topic = "system", Id = id, Kind = "log", Match = match, OptionsJson = $"{{\"path\":\"{Log(id)}\"}}" })).Should().BeNull();
}
