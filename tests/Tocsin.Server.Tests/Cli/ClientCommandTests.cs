using Tocsin.Engine.Data.LineProtocol;

namespace Tocsin.Server.Tests.Cli;

public sealed class ClientCommandTests : ServerCommandTest
{
    private const string Script = """
        dbrp "telegraf"."autogen"

        // How much is too much.
        var limit = 10

        stream
            |from()
                .measurement('cpu')
            |alert()
                .crit(lambda: "value" > limit)
                .topic('cpu')

        """;

    [Fact]
    public async Task A_task_is_defined_started_changed_stopped_and_deleted()
    {
        var tick = Cli.File("cpu.tick", Script);

        await OkAsync("define", "cpu", "-tick", tick);
        await OkAsync("list", "tasks");
        Cli.Output.Should().Be(
            "ID  Type      Status    Executing Databases and Retention Policies\n" +
            "cpu stream    disabled  false     [\"telegraf\".\"autogen\"]\n");

        await OkAsync("enable", "c*");
        Server.Engine.Running.Find("cpu").Should().NotBeNull();
        var first = Server.Engine.Running.Find("cpu");
        await OkAsync("define", "cpu", "-tick", tick, "-no-reload");
        Server.Engine.Running.Find("cpu").Should().BeSameAs(first);
        await OkAsync("define", "cpu", "-tick", tick);
        Server.Engine.Running.Find("cpu").Should().NotBeNull().And.NotBeSameAs(first);
        await OkAsync("disable", "cpu");
        Server.Engine.Running.Find("cpu").Should().BeNull();
        await OkAsync("delete", "tasks", "cpu");
        Server.Engine.Tasks.Tasks.Should().BeEmpty();
    }

    [Fact]
    public async Task A_bad_script_is_shown_at_its_place_in_the_file()
    {
        var tick = Cli.File("cpu.tick", Script.Replace(".crit", ".crti", StringComparison.Ordinal));

        (await Cli.RunAsync("define", "cpu", "-tick", tick)).Should().Be(3);

        Cli.Errors.Should().Be(
            $"{tick}:10:10: error TS1051: no node or property \"crti\" on alert\n" +
            "        .crti(lambda: \"value\" > limit)\n" +
            "         ^^^^\n" +
            "hint: did you mean .crit(…)?\n" +
            $"tocsin: {tick} is refused: 1 error\n");
    }

    [Fact]
    public async Task A_task_without_a_source_of_points_is_told_the_way_out()
    {
        var tick = Cli.File("cpu.tick", "stream\n    |from()\n    |httpOut('x')\n");

        (await Cli.RunAsync("define", "cpu", "-tick", tick)).Should().Be(3);

        Cli.Errors.Should().Contain("add -dbrp DB.RP");
    }

    [Fact]
    public async Task A_template_makes_tasks_with_variables_of_a_file()
    {
        await OkAsync("define-template", "cpu", "-tick", Cli.File("cpu.tick", Script), "-type", "stream");
        await OkAsync("list", "templates");
        Cli.Output.Should().StartWith("ID  Type      Vars ").And.Contain("\ncpu stream    limit ");
        await OkAsync("show-template", "cpu");
        Cli.Output.Should().Contain("limit                         int       10 ").And.Contain("How much is too much.");

        await OkAsync("define", "web", "-file", Cli.File("web.yaml", "template-id: cpu\nvars:\n  limit: {type: int, value: 20}\n"));
        await OkAsync("show", "web");
        Cli.Output.Should().Contain("Template: cpu\n").And.Contain("limit                         int       20 ");
        await OkAsync("define", "web", "-template", "cpu", "-vars", Cli.File("vars.json", """{"limit": {"type": "int", "value": 30}}"""));
        await OkAsync("show", "web");
        Cli.Output.Should().Contain("limit                         int       30 ");
    }

    [Fact]
    public async Task Handlers_of_several_documents_are_defined_and_replaced()
    {
        var file = Cli.File("h.yaml", "topic: cpu\nid: one\nkind: post\noptions: {url: 'http://host/1'}\n---\ntopic: cpu\nid: two\nkind: log\noptions: {path: /tmp/x}\n");

        await OkAsync("define-topic-handler", file);
        await OkAsync("define-topic-handler", file);
        await OkAsync("show-topic-handler", "cpu", "one");
        Cli.Output.Should().Be("ID: one\nTopic: cpu\nKind: post\nMatch: \nOptions: {\"url\":\"http://host/1\"}\n");
        await OkAsync("delete", "topic-handlers", "cpu", "o*");
        Server.Engine.Alerts.Handlers.List("cpu").Should().ContainSingle().Which.Id.Should().Be("two");
    }

    [Fact]
    public async Task A_handler_that_is_refused_is_named_with_its_file()
    {
        var file = Cli.File("h.yaml", "topic: cpu\nid: one\nkind: nonesuch\n");

        (await Cli.RunAsync("define-topic-handler", file)).Should().Be(3);

        Cli.Errors.Should().StartWith($"tocsin: {file}:1:1: handler one of topic cpu: ").And.Contain("nonesuch");
    }

    [Fact]
    public async Task Dead_letters_are_listed_resent_and_dropped()
    {
        await OkAsync("define-topic-handler", Cli.File("h.yaml", $"topic: cpu\nid: hook\nkind: post\noptions:\n  url: {Server.Url}/nowhere\n"));
        await OkAsync("define", "cpu", "-tick", Cli.File("cpu.tick", Script));
        await OkAsync("enable", "cpu");
        await Server.Engine.Writer.WriteAsync("cpu value=11i"u8.ToArray(), "telegraf", "autogen", Precision.Nanosecond);
        SpinWait.SpinUntil(() => Server.Engine.Alerts.Outbox.DeadLetters.Count == 1, TimeSpan.FromSeconds(30)).Should().BeTrue();

        await OkAsync("deliveries");
        Cli.Output.Should().Contain("cpu/hook").And.EndWith("Dead letters: 1\n");
        await OkAsync("dead-letters");
        Cli.Output.Should().Contain("cpu/hook").And.Contain("cpu:nil").And.Contain("CRITICAL").And.Contain("status 404");
        await OkAsync("dead-letters", "drop", "all");
        Server.Engine.Alerts.Outbox.DeadLetters.Count.Should().Be(0);

        (await Cli.RunAsync("dead-letters", "show", "17")).Should().Be(3);
        Cli.Errors.Should().Be("tocsin: there is no dead letter 17\n");
        (await Cli.RunAsync("dead-letters", "eat", "17")).Should().Be(2);
        (await Cli.RunAsync("dead-letters", "resend")).Should().Be(2);
        (await Cli.RunAsync("dead-letters", "list", "17")).Should().Be(2);
        Cli.Errors.Should().Be("tocsin: all dead letters are listed, not some: 'tocsin dead-letters show 17' shows one\n");
    }

    [Theory]
    [InlineData("show", "nope", "there is no such task")]
    [InlineData("show-template", "nope", "there is no such template")]
    [InlineData("show-topic", "nope", "unknown topic: \"nope\"")]
    [InlineData("list", "nope", "cannot list 'nope'")]
    public async Task What_is_not_there_ends_with_3(string command, string name, string message)
    {
        (await Cli.RunAsync(command, name)).Should().Be(3);

        Cli.Errors.Should().StartWith("tocsin: ").And.Contain(message);
    }
}
