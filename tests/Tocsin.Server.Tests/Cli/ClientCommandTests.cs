using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Tasks;

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

    // A handler of its own: otherwise nobody listens, which is told.
    private const string Heard = "\n        .exec('true')";

    [Fact]
    public async Task A_task_is_defined_started_changed_stopped_and_deleted()
    {
        var tick = Cli.File("cpu.tick", Script);
        await ListenAsync("cpu");

        await OkAsync("define", "cpu", "-tick", tick);
        await OkAsync("list", "tasks");
        Cli.Output.Should().Be(
            "ID  Type      Status    Executing Databases and Retention Policies\n" +
            "cpu stream    disabled  false     [\"telegraf\".\"autogen\"]\n");

        await OkAsync("enable", "c*");
        Server.Engine.Running.Find("cpu").Should().NotBeNull();
        await OkAsync("show", "cpu");
        Cli.Output.Should().Contain("\nExecuting: true\nLoops: 1 of 1 at most: alert").And.Contain(" works on all points together: group them before it\nState: not written down yet\nCreated: ");
        var first = Server.Engine.Running.Find("cpu");
        await OkAsync("define", "cpu", "-tick", tick, "-no-reload");
        Server.Engine.Running.Find("cpu").Should().BeSameAs(first);
        await OkAsync("define", "cpu", "-tick", tick);
        Server.Engine.Running.Find("cpu").Should().BeSameAs(first, "nothing changed");
        var changed = Cli.File("changed.tick", Script.Replace("limit)", "limit + 1)", StringComparison.Ordinal));
        await OkAsync("define", "cpu", "-tick", changed);
        Server.Engine.Running.Find("cpu").Should().NotBeNull().And.NotBeSameAs(first);
        await OkAsync("disable", "cpu");
        Server.Engine.Running.Find("cpu").Should().BeNull();
        await OkAsync("delete", "tasks", "cpu");
        Server.Engine.Tasks.Tasks.Should().BeEmpty();
    }

    [Fact]
    public async Task A_task_that_is_enabled_and_does_not_run_says_why()
    {
        var tick = Cli.File("b.tick", "dbrp \"db\".\"rp\"\nbatch|query('SELECT v FROM \"db\".\"rp\".\"m\"').period(1m).every(1m)|httpOut('x')\n");
        (await Cli.RunAsync("define", "b", "-tick", tick)).Should().Be(0);

        (await Cli.RunAsync("enable", "b")).Should().Be(3);

        Cli.Errors.Should().Contain("tocsin: task b is enabled and does not run: ").And.Contain("no InfluxDB is configured");
        await OkAsync("disable", "b");
    }

    [Fact]
    public async Task A_level_that_is_none_is_refused_before_it_is_sent()
    {
        (await Cli.RunAsync("level", "debg")).Should().Be(2);

        Cli.Errors.Should().Be("tocsin: 'debg' isn't a level: give debug, info, warn, error or off\n");
    }

    [Fact]
    public async Task Handlers_of_one_file_hear_of_each_other_in_any_order()
    {
        const string Publish = "topic: cpu\nid: p\nkind: publish\noptions: {topics: [ops, far]}\n";
        var file = Cli.File("h.yaml", Publish + "---\ntopic: ops\nid: h\nkind: log\noptions: {path: /tmp/x}\n");

        (await Cli.RunAsync("define-topic-handler", file)).Should().Be(0);
        Cli.Errors.Should().Be($"{file}:1:1: warning: handler 'p' publishes to the topic 'far', and no handler listens there\n");

        await OkAsync("define-topic-handler", Cli.File("all.yaml", Publish + "---\ntopic: far\nid: h\nkind: log\noptions: {path: /tmp/x}\n"));
    }

    [Fact]
    public async Task What_is_wrong_with_a_handler_is_reported_at_its_lines()
    {
        var file = Cli.File("h.yaml", "topic: disk\nid: h\nkind: post\noptions:\n  url: http://x/\n  hedaers: {}\n  timeout: soon\n");

        (await Cli.RunAsync("define-topic-handler", file)).Should().Be(3);

        Cli.Errors.Should().Contain($"{file}:6:12: handler h of topic disk: handler kind 'post': has no option 'hedaers'").And.Contain($"{file}:7:12: handler h of topic disk: handler kind 'post': option 'timeout'");
    }

    [Fact]
    public async Task What_reaches_nobody_is_told_when_it_is_defined()
    {
        (await Cli.RunAsync("define", "cpu", "-tick", Cli.File("cpu.tick", Script))).Should().Be(0);
        Cli.Errors.Should().Contain("warning TS3321: alert: no handler listens to the topic 'cpu'");

        var handler = Cli.File("h.yaml", "topic: cpu\nid: h\nkind: post\noptions: { endpoint: nope }\n");
        (await Cli.RunAsync("define-topic-handler", handler)).Should().Be(0);
        Cli.Errors.Should().StartWith($"{handler}:1:1: warning: handler kind 'post': option 'endpoint': there is no httppost endpoint 'nope'");

        var source = Cli.File("s.yaml", "id: s\nkind: generic\ntopic: silent\nauth: { bearer: x }\noptions: { id: $.id, level: $.level }\n");
        (await Cli.RunAsync("sources", "define", source)).Should().Be(0);
        Cli.Errors.Should().Contain("no handler listens to the topic 'silent' of source 's'");
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
        await ListenAsync("cpu");
        await OkAsync("define-template", "cpu", "-tick", Cli.File("cpu.tick", Script), "-type", "stream");
        await OkAsync("list", "templates");
        Cli.Output.Should().StartWith("ID  Type      Vars ").And.Contain("\ncpu stream    limit ");
        await OkAsync("show-template", "cpu");
        Cli.Output.Should().Contain("limit                         int       10 ").And.Contain("How much is too much.");

        await OkAsync("define", "web", "-file", Cli.File("web.yaml", "template-id: cpu\nvars:\n  limit: {type: int, value: 20}\n"));
        await OkAsync("show", "web");
        Cli.Output.Should().NotContain("Loops:");
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

        Cli.Errors.Should().StartWith($"tocsin: {file}:3:7: handler one of topic cpu: ").And.Contain("nonesuch");
    }

    [Fact]
    public async Task Reload_starts_a_task_anew_whether_it_runs_or_not()
    {
        await OkAsync("define", "cpu", "-tick", Cli.File("cpu.tick", Script + Heard));
        await OkAsync("reload", "cpu");
        var first = Server.Engine.Running.Find("cpu");
        first.Should().NotBeNull();

        await OkAsync("reload", "c*");

        Server.Engine.Running.Find("cpu").Should().NotBeNull().And.NotBeSameAs(first);
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
        Cli.Output.Should().Contain("\n1      cpu/hook").And.Contain("cpu:nil").And.Contain("CRITICAL").And.Contain("status 404");
        await OkAsync("dead-letters", "drop", "all");
        Server.Engine.Alerts.Outbox.DeadLetters.Count.Should().Be(0);

        (await Cli.RunAsync("dead-letters", "show", "x")).Should().Be(2);
        (await Cli.RunAsync("dead-letters", "show", "17")).Should().Be(3);
        Cli.Errors.Should().Be("tocsin: there is no dead letter 17\n");
        (await Cli.RunAsync("dead-letters", "eat", "17")).Should().Be(2);
        (await Cli.RunAsync("dead-letters", "resend")).Should().Be(2);
        (await Cli.RunAsync("dead-letters", "list", "17")).Should().Be(2);
        Cli.Errors.Should().Be("tocsin: '17' is one word too many for 'tocsin dead-letters list'\nSee 'tocsin dead-letters list --help'.\n");
    }

    [Theory]
    [InlineData("there is no task 'cpo'; did you mean 'cpu'?", "enable", "cpo")]
    [InlineData("there is no task 'cpo'; did you mean 'cpu'?", "disable", "cpo")]
    [InlineData("there is no task 'nosuch'; 'tocsin list tasks' shows those there are", "reload", "nosuch")]
    [InlineData("no task matches 'mem_*'; 'tocsin list tasks' shows those there are", "enable", "mem_*")]
    [InlineData("there is no task 'nosuch'; 'tocsin list tasks' shows those there are", "delete", "tasks", "nosuch")]
    [InlineData("there is no template 'nosuch'; 'tocsin list templates' shows those there are", "delete", "templates", "nosuch")]
    [InlineData("there is no topic 'dusk'; did you mean 'disk'?", "delete", "topics", "dusk")]
    [InlineData("there is no topic 'nosuch'; 'tocsin list topics' shows those there are", "delete", "topic-handlers", "nosuch", "x")]
    [InlineData("topic 'disk': there is no handler 'othr'; did you mean 'other'?", "delete", "topic-handlers", "disk", "othr")]
    [InlineData("topic 'disk': no handler matches 'x*'; 'tocsin list topic-handlers disk' shows those there are", "delete", "topic-handlers", "disk", "x*")]
    [InlineData("unknown source: \"nosuch\"", "sources", "delete", "nosuch")]
    [InlineData("unknown source: \"nosuch\"", "sources", "show", "nosuch")]
    [InlineData("there is no request 7 in the quarantine", "quarantine", "drop", "7")]
    [InlineData("there is no dead letter 7", "dead-letters", "drop", "7")]
    public async Task A_name_that_is_not_there_is_said_once_and_ends_with_3(string error, params string[] arguments)
    {
        await OkAsync("define", "cpu", "-tick", Cli.File("cpu.tick", Script + Heard));
        await OkAsync("define-topic-handler", Cli.File("h.yaml", "topic: disk\nid: other\nkind: log\noptions: {path: /tmp/x}\n"));

        (await Cli.RunAsync(arguments)).Should().Be(3);

        Cli.Errors.Should().Be($"tocsin: {error}\n");
    }

    [Fact]
    public async Task What_is_there_is_done_although_another_name_is_not_there()
    {
        await OkAsync("define", "cpu", "-tick", Cli.File("cpu.tick", Script + Heard));

        (await Cli.RunAsync("enable", "nosuch", "cpu")).Should().Be(3);
        Server.Engine.Running.Find("cpu").Should().NotBeNull();
        (await Cli.RunAsync("delete", "tasks", "nosuch", "cpu")).Should().Be(3);
        Server.Engine.Tasks.Tasks.Should().BeEmpty();
    }

    [Fact]
    public async Task The_handlers_of_a_topic_are_deleted_by_name_only()
    {
        await OkAsync("define-topic-handler", Cli.File("h.yaml", "topic: disk\nid: disk\nkind: log\noptions: {path: /tmp/x}\n"));

        (await Cli.RunAsync("delete", "topic-handlers", "disk")).Should().Be(2);
        Cli.Errors.Should().Be(
            "tocsin: delete topic-handlers needs <names>: Ids of its handlers, or patterns; '*' is all.\nSee 'tocsin delete topic-handlers --help'.\n");
        (await Cli.RunAsync("delete", "topic-handlers")).Should().Be(2);
        Server.Engine.Alerts.Handlers.List("disk").Should().ContainSingle();
    }

    [Theory]
    [InlineData("tasks", "list", "tasks")]
    [InlineData("templates", "list", "templates")]
    [InlineData("topics", "list", "topics")]
    [InlineData("topic-handlers", "list", "topic-handlers")]
    [InlineData("id", "show", "cpu")]
    [InlineData("id", "show-template", "tmpl")]
    [InlineData("events", "show-topic", "disk")]
    [InlineData("kind", "show-topic-handler", "disk", "other")]
    [InlineData("handlers", "deliveries")]
    [InlineData("dead-letters", "dead-letters")]
    [InlineData("requests", "quarantine")]
    [InlineData("sources", "sources")]
    [InlineData("alerts", "alerts")]
    [InlineData("plugins", "plugins")]
    public async Task Every_listing_can_be_had_as_JSON(string key, params string[] arguments)
    {
        await OkAsync("define", "cpu", "-tick", Cli.File("cpu.tick", Script + Heard));
        await OkAsync("define-template", "tmpl", "-tick", Cli.File("cpu.tick", Script));
        await OkAsync("define-topic-handler", Cli.File("h.yaml", "topic: disk\nid: other\nkind: log\noptions: {path: /tmp/x}\n"));

        await OkAsync([.. arguments, "--json"]);

        System.Text.Json.Nodes.JsonNode.Parse(Cli.Output)!.AsObject().Should().ContainKey(key); // What is JSON is not null.
    }

    [Theory]
    [InlineData("define")]
    [InlineData("reload")]
    [InlineData("show")]
    [InlineData("watch")]
    [InlineData("delete", "tasks")]
    public async Task Help_calls_a_task_by_ID_and_the_shell_completes_it(params string[] command)
    {
        await OkAsync("define", "cpu_web", "-tick", Cli.File("cpu.tick", Script + Heard));

        await OkAsync([.. command, "--help"]);
        Cli.Output.Split("Examples:")[0].Should().Contain("<ID>").And.NotContain("cpu_web");

        var line = $"tocsin {string.Join(' ', command)} ";
        await OkAsync($"[suggest:{line.Length}]", line);
        Cli.Output.Split('\n').Should().Contain("cpu_web");
    }

    [Fact]
    public async Task A_template_without_a_script_needs_one_of_its_own()
    {
        (await Cli.RunAsync("define-template", "gen")).Should().Be(3);

        Cli.Errors.Should().Be("tocsin: the template needs a script: add -tick FILE\n");
    }

    [Theory]
    [InlineData("show", "nope", "there is no task 'nope': 'tocsin list tasks' shows those there are")]
    [InlineData("show-template", "nope", "there is no template 'nope'")]
    [InlineData("show-topic", "nope", "unknown topic: \"nope\"")]
    [InlineData("list", "nope", "there is no 'tocsin list nope'; there are tasks, templates, recordings, replays, topics, topic-handlers")]
    [InlineData("delete", "task", "there is no 'tocsin delete task'; did you mean 'tasks'?")]
    public async Task What_is_not_there_ends_with_3(string command, string name, string message)
    {
        (await Cli.RunAsync(command, name)).Should().Be(3);

        Cli.Errors.Should().StartWith("tocsin: ").And.Contain(message);
    }

    [Theory]
    [InlineData("define", "cpu", "-tick", "cpu.tick")]
    [InlineData("define-template", "cpu", "-tick", "cpu.tick")]
    [InlineData("define-topic-handler", "h.yaml")]
    public async Task A_server_that_cannot_answer_now_is_not_taken_for_one_that_lacks_what_is_defined(params string[] arguments)
    {
        Cli.File("cpu.tick", Script);
        Cli.File("h.yaml", "topic: disk\nid: other\nkind: log\noptions: {path: /tmp/x}\n");
        var asked = new List<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var stand = builder.Build();
        stand.Urls.Add("http://127.0.0.1:0");
        stand.MapFallback(async context =>
        {
            asked.Add(context.Request.Method);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsJsonAsync(new { error = "the server is starting" });
        });
        await stand.StartAsync();
        Cli.Set("TOCSIN_URL", stand.Urls.First());

        (await Cli.RunAsync([.. arguments.Select(argument => argument.Contains('.') ? Path.Combine(Cli.Folder, argument) : argument)])).Should().NotBe(0);

        Cli.Errors.Should().Contain("the server is starting");
        asked.Should().Equal("GET");
    }

    private async Task ListenAsync(string topic) => (await Server.Engine.Alerts.Handlers.CreateAsync(new Tocsin.Alerting.Storage.Rows.HandlerSpec
    {
        Topic = topic,
        Id = "digest",
        Kind = "aggregate",
        OptionsJson = """{"topic":"digest","interval":"1h"}""",
    })).Should().BeNull();
}
