using System.Text.Json.Nodes;

namespace Tocsin.Server.Tests.Cli;

public sealed class ScriptCommandTests : IDisposable
{
    private const string Good = "stream\n    |from()\n        .measurement('cpu')\n    |alert()\n        .crit(lambda: \"value\" > 10)\n        .topic('cpu')\n";

    private readonly CliRun _cli = new();

    [Fact]
    public async Task Check_shows_errors_with_carets_and_hints_and_ends_with_1()
    {
        var file = _cli.File("bad.tick", Good.Replace(".crit", ".crti", StringComparison.Ordinal));

        (await _cli.RunAsync("check", file)).Should().Be(1);

        _cli.Output.Should().Contain($"{file}:5:10: error TS1051").And.Contain("         ^^^^\n").And.Contain("hint: did you mean .crit(");
        _cli.Output.Should().EndWith("1 file checked: 1 error, 0 warnings\n");
    }

    [Fact]
    public async Task Check_fails_for_warnings_too_when_it_is_strict()
    {
        _cli.File("sources/open.yaml", "id: open\nkind: generic\ntopic: t\noptions: { id: $.id, level: $.level }\n");

        (await _cli.RunAsync("check", _cli.Folder)).Should().Be(0);
        _cli.Output.Should().EndWith("1 file checked: 0 errors, 1 warning\n");
        (await _cli.RunAsync("check", "--strict", _cli.Folder)).Should().Be(1);
    }

    [Fact]
    public async Task Check_warns_of_scripts_that_raise_the_same_alerts()
    {
        _cli.File("tasks/a.tick", "dbrp \"db\".\"rp\"\n" + Good);
        _cli.File("tasks/b.tick", "dbrp \"db\".\"rp\"\n" + Good);
        var (c, d) = (_cli.File("c.tick", Good), _cli.File("d.tick", Good));

        (await _cli.RunAsync("check", _cli.Folder, c, d)).Should().Be(0, _cli.Errors);

        _cli.Output.Should().Contain("warning TS3810: alert: alert2 of 'a' gives its alerts the same ids").And.Contain("d.tick:4:6: warning TS3810: alert: alert2 of ")
            .And.EndWith("4 files checked: 0 errors, 5 warnings\n");
    }

    [Theory]
    [InlineData("smooth")]
    [InlineData("movingAverage")] // The name of a node.
    public async Task Check_warns_of_a_function_that_does_not_answer_here_and_leaves_the_rest_of_the_script(string name)
    {
        var config = _cli.File("tocsin.yaml", $"udf:\n  functions:\n    {name}: {{ prog: /nowhere/smooth }}\n");
        var script = _cli.File("s.tick", $"stream\n    |from()\n        .measurement('cpu')\n    @{name}()\n        .nope(1)\n    |log()\n");

        (await _cli.RunAsync("check", "--config", config, script)).Should().Be(0, _cli.Errors);

        _cli.Output.Should().Contain($"{script}:4:6: warning TS3640: function '@{name}' of the section udf, program /nowhere/smooth: the program /nowhere/smooth cannot be started");
        _cli.Output.Should().EndWith("2 files checked: 0 errors, 1 warning\n");
    }

    [Fact]
    public async Task Check_takes_folders_with_scripts_and_handlers_and_leaves_other_yaml_alone()
    {
        _cli.File("a/good.tick", Good);
        _cli.File("a/handler.yaml", "topic: cpu\nid: h\nkind: nonesuch\n");
        _cli.File("a/services.yaml", "victorops:\n  enabled: true\n");

        (await _cli.RunAsync("check", _cli.Folder)).Should().Be(1);

        _cli.Output.Should().Contain("unsupported handler kind 'nonesuch'").And.Contain("2 files checked: 1 error");
    }

    [Fact]
    public async Task Check_knows_sources_by_their_folder_and_by_their_keys()
    {
        _cli.File("sources/open.yaml", "id: open\nkind: generic\ntopic: t\noptions: { id: $.id, level: $.level }\n");
        _cli.File("b/limited.yaml", "id: limited\nkind: generic\noptions: { id: $.id, level: $.level }\nauth: { bearer: key }\nlimits: { bytes: many }\n");

        (await _cli.RunAsync("check", _cli.Folder)).Should().Be(1);

        _cli.Output.Should().Contain("warning ").And.Contain("open.yaml:1:1: source 'open' has no auth")
            .And.MatchRegex("error .*limited.yaml:5:18: limits option 'bytes' must be ").And.EndWith("2 files checked: 1 error, 1 warning\n");
    }

    [Fact]
    public async Task Check_knows_a_kind_that_only_sources_have_wherever_it_stands()
    {
        var file = _cli.File("backups.yaml", "id: backups\nkind: generic\ntopic: t\noptions: { id: $.id, level: $.level }\n");

        (await _cli.RunAsync("check", file)).Should().Be(0);

        _cli.Output.Should().Contain("source 'backups' has no auth").And.EndWith("1 file checked: 0 errors, 1 warning\n");
    }

    [Theory]
    [InlineData("", "source 'backups' has no dedupe-key: a request that somebody recorded can be sent again, and end an alert that is open; give dedupe-key what is different in each message, such as $.id")]
    [InlineData(", dedupe-key: $.message_id", null)]
    public async Task Check_warns_of_a_source_that_notices_no_repeats(string key, string? warning)
    {
        var file = _cli.File("backups.yaml", $"id: backups\nkind: generic\ntopic: t\nauth: {{ bearer: key }}\noptions: {{ id: $.id, level: $.level{key} }}\n");

        (await _cli.RunAsync("check", file)).Should().Be(0);

        if (warning is null)
            _cli.Output.Should().EndWith("1 file checked: 0 errors, 0 warnings\n");
        else
            _cli.Output.Should().Contain($"warning {file}:1:1: {warning}").And.EndWith("1 file checked: 0 errors, 1 warning\n");
    }

    [Fact]
    public async Task Check_judges_by_the_configuration_and_checks_it_too()
    {
        var config = _cli.File("tocsin.yaml", "httppost:\n  - { endpoint: ops, url: 'http://ops.example/' }\nlogging: { levle: INFO }\n");
        var script = _cli.File("a.tick", "stream\n    |from()\n    |alert()\n        .crit(lambda: TRUE)\n        .post()\n        .endpoint('nope')\n");

        (await _cli.RunAsync("check", "--config", config, script)).Should().Be(1);
        _cli.Output.Should().Contain($"{config}:3:12: ").And.Contain("levle").And.Contain($"{script}:5:10: warning TS3320: ")
            .And.EndWith("2 files checked: 1 error, 1 warning\n");

        (await _cli.RunAsync("check", _cli.Folder)).Should().Be(1);
        _cli.Output.Should().Contain("levle").And.Contain("TS3320").And.NotContain("handler is a mapping");
        (await _cli.RunAsync("check", "--config", config)).Should().Be(1);
    }

    [Fact]
    public async Task Check_looks_at_the_files_that_a_configuration_names()
    {
        var config = _cli.File("tocsin.yaml", $"influxdb: [{{ssl-ca: '{_cli.Folder}/ca.pem'}}]\nload: {{enabled: true, dir: '{_cli.Folder}/load'}}\n");

        (await _cli.RunAsync("check", "--config", config)).Should().Be(0);
        _cli.Output.Should().Contain($"{config}:1:21: section 'influxdb': option 'ssl-ca': there is no file {_cli.Folder}/ca.pem\n")
            .And.Contain($"{config}:2:28: section 'load': option 'dir': there is no folder {_cli.Folder}/load: the server does not start until it is made")
            .And.EndWith("1 file checked: 0 errors, 2 warnings\n");
        (await _cli.RunAsync("check", "--allow-unset", "--config", config)).Should().Be(0);
        _cli.Output.Should().EndWith("1 file checked: 0 errors, 0 warnings\n", "it is for another machine");
    }

    [Fact]
    public async Task Check_accepts_variables_that_are_not_set_when_asked_to()
    {
        var file = _cli.File("h.yaml", "topic: t\nid: h\nkind: post\noptions:\n  url: ${env:NOT_SET_HERE}\n  timeout: ${env:NOT_SET_HERE}\n");
        _cli.File("sources/s.yaml", "id: s\nkind: generic\nauth: { bearer: '${env:NOT_SET_HERE}' }\noptions: { id: $.id, level: $.level }\n");

        (await _cli.RunAsync("check", _cli.Folder)).Should().Be(1);
        _cli.Output.Should().Contain("NOT_SET_HERE is not set");
        (await _cli.RunAsync("check", "--allow-unset", _cli.Folder)).Should().Be(0);
        File.WriteAllText(file, "topic: t\nid: h\nkind: post\noptions:\n  url: ${env:NOT_SET_HERE}\n  timout: 5s\n");
        (await _cli.RunAsync("check", "--allow-unset", file)).Should().Be(1);
        _cli.Output.Should().Contain(":6:3: ").And.Contain("timout");
    }

    [Fact]
    public async Task Check_tells_all_that_is_wrong_with_a_handler()
    {
        var file = _cli.File("h.yaml", "topic: a\nid: b c\nkind: pst\nmatch: level()\n");

        (await _cli.RunAsync("check", file)).Should().Be(1);

        _cli.Output.Should().Contain(":2:5: handler ID").And.Contain(":4:8: invalid match expression").And.Contain(":3:7: unsupported handler kind 'pst'")
            .And.EndWith("1 file checked: 3 errors, 0 warnings\n");
    }

    [Fact]
    public async Task Check_warns_of_keys_of_a_handler_that_are_misspelt()
    {
        var file = _cli.File("h.yaml", "topic: t\nid: h\nkind: post\nmach: changed()\noptions: { url: 'http://x/' }\n");

        (await _cli.RunAsync("check", file)).Should().Be(0);

        _cli.Output.Should().Contain($"warning {file}:4:1: a handler has no key 'mach', it is ignored; did you mean 'match'?\n").And.EndWith("0 errors, 1 warning\n");
    }

    [Fact]
    public async Task Check_refuses_what_two_files_of_a_folder_define()
    {
        const string Handler = "topic: t\nid: h\nkind: post\noptions: { url: 'http://x/' }\n";
        var first = _cli.File("prod/handlers/a.yaml", Handler);
        var second = _cli.File("prod/handlers/b.yaml", "---\n" + Handler);
        _cli.File("test/handlers/a.yaml", Handler);
        const string Source = "id: s\nkind: generic\ntopic: t\nauth: { bearer: x }\noptions: { id: $.id, level: $.level, dedupe-key: $.nr }\n";
        var source = _cli.File("prod/sources/a.yaml", Source);
        var other = _cli.File("prod/sources/b.yaml", Source);

        (await _cli.RunAsync("check", _cli.Folder)).Should().Be(1);

        _cli.Output.Should().Contain($"{second}:2:1: handler \"h\" of topic \"t\" is defined at {first}:1:1 already; give one of them another id\n")
            .And.Contain($"{other}:1:1: source 's' is defined at {source}:1:1 already; give one of them another id\n")
            .And.EndWith("5 files checked: 2 errors, 0 warnings\n");
    }

    [Fact]
    public async Task Check_tells_how_a_configuration_under_another_name_is_checked()
    {
        var file = _cli.File("services.yaml", "victorops:\n  enabled: true\n");

        (await _cli.RunAsync("check", file)).Should().Be(1);

        _cli.Output.Should().Contain($"{file}:1:1: there is no handler and no source, ").And.Contain($"a configuration is checked with --config {file}\n")
            .And.EndWith("1 file checked: 1 error, 0 warnings\n");
    }

    [Fact]
    public async Task Check_tells_of_topics_without_handlers_where_it_sees_the_handlers()
    {
        _cli.File("tasks/cpu.tick", "dbrp \"db\".\"rp\"\n" + Good);
        (await _cli.RunAsync("check", _cli.Folder)).Should().Be(0);
        _cli.Output.Should().EndWith("1 file checked: 0 errors, 0 warnings\n");

        _cli.File("handlers/h.yaml", "topic: mem\nid: h\nkind: post\noptions: { url: 'http://x/' }\n");
        _cli.File("sources/s.yaml", "id: s\nkind: generic\ntopic: net\nauth: { bearer: x }\noptions: { id: $.id, level: $.level }\n");
        (await _cli.RunAsync("check", _cli.Folder)).Should().Be(0);
        _cli.Output.Should().Contain("no handler listens to the topic 'cpu'").And.Contain("no handler listens to the topic 'net' of source 's'");
    }

    [Fact]
    public async Task Check_as_json_is_one_object_a_line()
    {
        var file = _cli.File("bad.tick", "stream|nope()\n");

        (await _cli.RunAsync("check", "--json", file)).Should().Be(1);

        var finding = JsonNode.Parse(_cli.Output)!.AsObject();
        finding["file"]!.GetValue<string>().Should().Be(file);
        finding["line"]!.GetValue<int>().Should().Be(1);
        finding["severity"]!.GetValue<string>().Should().Be("error");
    }

    [Fact]
    public async Task Fmt_prints_checks_and_writes()
    {
        var file = _cli.File("wild.tick", Good.Replace("\n", "", StringComparison.Ordinal));

        (await _cli.RunAsync("fmt", file)).Should().Be(0);
        _cli.Output.Should().Be(Good);
        (await _cli.RunAsync("fmt", "--check", _cli.Folder)).Should().Be(1);
        (await _cli.RunAsync("fmt", "--write", _cli.Folder)).Should().Be(0);
        _cli.Output.Should().Be(file + "\n");
        File.ReadAllText(file).Should().Be(Good);
        (await _cli.RunAsync("fmt", "--check", _cli.Folder)).Should().Be(0);
    }

    [Fact]
    public async Task Fmt_reads_the_standard_input()
    {
        _cli.Input = Good.Replace("\n", "", StringComparison.Ordinal);

        (await _cli.RunAsync("fmt", "-")).Should().Be(0);
        _cli.Output.Should().Be(Good);
        (await _cli.RunAsync("fmt", "--check", "-")).Should().Be(1);
        (await _cli.RunAsync("fmt", "--write", "-")).Should().Be(2);
        _cli.Errors.Should().Contain("can't be rewritten");
        _cli.Input = "stream|";
        (await _cli.RunAsync("fmt", "-")).Should().Be(3);
        _cli.Errors.Should().StartWith("<stdin>:1:8: error ");
    }

    [Theory]
    [InlineData("from().measurement('cpu')", "cpus v=1 1\nmem v=1 1\n", "TS3510: from: no point got past it: it reads measurement 'cpu', and the data has 'cpus', 'mem'", "hint: did you mean 'cpus'?")]
    [InlineData("from().database('prod')", "cpu v=1 1\n", "it reads database 'prod', and the data counts as written to 'telegraf.autogen'", "hint: say where it was written to with --dbrp DB.RP")]
    [InlineData("from().measurement('cpu').where(lambda: \"host\" == 'a')", "cpu,host=b v=1 1\n", "no point of measurement 'cpu' meets its condition", "TS3510")]
    [InlineData("from().where(lambda: \"v\" > 5)", "cpu v=1 1\ncpu v=2 2\n", "no point meets its condition", "TS3510")]
    [InlineData("from().where(lambda: \"host\" > 5)", "cpu,host=b v=1 1\n", "its condition could not be evaluated for 1 points", "TS3510")]
    [InlineData("from()", "\n", "the input has no point", "TS3510")]
    [InlineData("from().measurement('cpu')|from().where(lambda: \"v\" > 5)", "mem v=1 1\n", "it reads measurement 'cpu', and the data has 'mem'", "TS3510")]
    public async Task Run_says_why_no_point_got_into_the_script(string from, string data, string why, string hint)
    {
        var script = _cli.File("cpu.tick", $"stream|{from}|alert().crit(lambda: TRUE).log('/tmp/x')\n");

        (await _cli.RunAsync("run", script, "--input", _cli.File("cpu.lp", data))).Should().Be(0);

        _cli.Errors.Should().Contain($"{script}:1:8: warning ").And.Contain(why).And.Contain(hint);
        _cli.Errors.Split('\n').Where(line => line.Contains("TS3510")).Should().ContainSingle();
        _cli.Output.Should().EndWith("0 events, 0 requests; nothing was sent\n");
    }

    [Fact]
    public async Task Run_says_nothing_of_data_that_got_in_and_raised_no_alert()
    {
        var script = _cli.File("cpu.tick", "stream|from().measurement('cpu')|alert().crit(lambda: FALSE).log('/tmp/x')\n");

        (await _cli.RunAsync("run", script, "--input", _cli.File("cpu.lp", "cpu v=1 1\n"))).Should().Be(0);

        _cli.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Check_as_json_has_the_places_of_problems_in_YAML_too()
    {
        var file = _cli.File("h.yaml", "topic: t\nid: h\nkind: post\nmatch: level() = CRITICAL\noptions: { ulr: 'http://x/' }\n");

        (await _cli.RunAsync("check", "--json", file)).Should().Be(1);

        _cli.Output.TrimEnd().Split('\n').Select(line => JsonNode.Parse(line)!)
            .Select(finding => ($"{finding["file"]}:{finding["line"]}:{finding["char"]}", finding["message"]!.GetValue<string>().Contains(file))).Should().BeEquivalentTo(
                [($"{file}:4:8", false), ($"{file}:5:12", false)]);
        _cli.Output.Should().Contain("compare with ==");
    }

    [Fact]
    public async Task Check_takes_a_misspelt_kind_of_source_for_one()
    {
        var file = _cli.File("s.yaml", "id: s\nkind: generc\ntopic: t\n");

        (await _cli.RunAsync("check", file)).Should().Be(1);

        _cli.Output.Should().Contain($"{file}:2:7: unsupported source kind 'generc'; did you mean 'generic'?");
    }

    [Fact]
    public async Task Run_shows_events_and_requests_and_names_bad_lines()
    {
        var script = _cli.File("cpu.tick", Good);
        var input = _cli.File("cpu.lp", "cpu value=1 1000000000\ncpu value=\ncpu value=20 2000000000\n");
        var handler = _cli.File("h.yaml", "topic: cpu\nid: hook\nkind: post\noptions:\n  url: http://host.example/hook\n");

        (await _cli.RunAsync("run", script, "--input", input, "--handlers", handler)).Should().Be(0);

        _cli.Errors.Should().StartWith($"{input}:2:").And.Contain("the line is left out");
        _cli.Output.Should().Contain("1970-01-01T00:00:02Z  OK → CRITICAL").And.Contain("POST http://host.example/hook");
        _cli.Output.Should().EndWith("1 event, 1 request; nothing was sent\n");
    }

    [Fact]
    public async Task Run_shows_but_does_not_run_programs()
    {
        var ran = Path.Combine(_cli.Folder, "ran");
        var script = _cli.File("cpu.tick", Good.Replace(".topic('cpu')", $".exec('touch', '{ran}')", StringComparison.Ordinal));
        var input = _cli.File("cpu.lp", "cpu value=20 1000000000\n");

        (await _cli.RunAsync("run", script, "--input", input, "--json")).Should().Be(0);

        var lines = _cli.Output.TrimEnd().Split('\n').Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        lines.Select(line => line["type"]!.GetValue<string>()).Should().Equal("event", "action");
        lines[1]["kind"]!.GetValue<string>().Should().Be("exec");
        File.Exists(ran).Should().BeFalse();
    }

    [Fact]
    public async Task Run_has_no_data_for_a_batch_script_and_names_what_has()
    {
        var script = _cli.File("cpu.tick", "batch|query('SELECT v FROM db.rp.m').period(1m).every(1m)|alert().crit(lambda: TRUE)\n");

        (await _cli.RunAsync("run", script, "--dbrp", "db.rp", "--input", _cli.File("cpu.lp", ""))).Should().Be(3);

        _cli.Errors.Should().Contain($"{script} is a batch script").And.Contain("tocsin replay-live batch");
    }

    [Fact]
    public async Task Run_refuses_a_bad_script_with_3_and_its_diagnostics()
    {
        var script = _cli.File("cpu.tick", "stream|nope()\n");

        (await _cli.RunAsync("run", script, "--input", _cli.File("cpu.lp", ""))).Should().Be(3);

        _cli.Errors.Should().Contain($"{script}:1:").And.Contain("^");
    }

    public void Dispose() => _cli.Dispose();
}
