using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Tocsin.Server.Tests.Cli;

public sealed class TestCommandTests : IDisposable
{
    private const string Script = """
        stream
            |from()
                .measurement('cpu')
                .groupBy('host')
            |alert()
                .id('{{ index .Tags "host" }}')
                .crit(lambda: "value" > 10)
                .stateChangesOnly()
                .topic('cpu')

        """;

    private const string Head = """
        tasks: [rule.tick]
        handlers: [hook.yaml]
        tests:

        """;

    private const string Right = """
          - name: pages
            steps:
              - data: cpu,host=a value=11
              - expect: { alerts: [ { id: a, level: CRITICAL } ], sent: [ { to: cpu/hook, POST: http://ops.example/hook, json: { id: a, level: CRITICAL } } ] }

        """;

    private const string Day = """
          - name: a day
            steps:
              - respond: { cpu/hook: [503, 503] }
              - series: [ 'cpu,host=a value=9+1x2 every 10s', 'cpu,host=b value=20x2 every 10s' ]
              - restart: kill
              - advance: 24h
              - expect: { sent: [ { to: cpu/hook, event: { id: b } } ] }

        """;

    private readonly CliRun _cli = new();

    public TestCommandTests()
    {
        _cli.File("rule.tick", Script);
        _cli.File("hook.yaml", "topic: cpu\nid: hook\nkind: post\noptions: { url: http://ops.example/hook }\n");
    }

    [Fact]
    public async Task What_happens_as_expected_passes()
    {
        _cli.File("rule.test.yaml", Head + Right);

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(0, _cli.Output + _cli.Errors);

        _cli.Output.Should().MatchRegex("^1 test in 1 file: 1 passed, 0 failed, [0-9]+ ms\n$");
    }

    [Theory]
    [InlineData("data: cpu,host=a value=11", "expect: { alerts: [ { id: a, level: CRITICAL } ] }", "sent and not expected: to cpu/hook: POST http://ops.example/hook")]
    [InlineData("data: cpu,host=a value=11", "expect: { contains: { alerts: [ { id: a, level: WARNING } ] } }", "level: expected \"WARNING\", is \"CRITICAL\"")]
    [InlineData("data: cpu,host=a value=1", "expect: { alerts: [ { id: a, level: CRITICAL } ] }", "not raised: {\"id\":\"a\",\"level\":\"CRITICAL\"}")]
    [InlineData("data: cpu,host=a value=11", "expect: { contains: { sent: [ { to: cpu/hook, json: { data: { series: [ { name: disk } ] } } } ] } }", "json.data.series[0].name: expected \"disk\", is \"cpu\"")]
    [InlineData("data: cpu,host=a value=\"x\"", "expect: {}", "a node could not process something: rule/alert")]
    [InlineData("data: nonsense", "expect: {}", "a line of data cannot be read")]
    [InlineData("data: cpu,host=a value=11", "respond: { cpu/hok: [503] }", "there is no handler 'cpu/hok'; did you mean 'cpu/hook'?")]
    [InlineData("ack: { id: a }", "expect: {}", "no topic knows an alert 'a'")]
    [InlineData("respond: { cpu/hook: [503] }", "expect: {}", "cpu/hook made no request for 1 of its answers")]
    public async Task What_happens_otherwise_fails_and_says_where(string first, string second, string said)
    {
        _cli.File("rule.test.yaml", $"{Head}  - name: t\n    steps:\n      - {first}\n      - {second}\n      - expect: {{}}\n");

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1, _cli.Output + _cli.Errors);

        _cli.Output.Should().Contain(said).And.Contain("rule.test.yaml: t").And.Contain("1 test in 1 file: 0 passed, 1 failed");
        _cli.Output.Split('\n').Should().HaveCountLessThanOrEqualTo(16);
    }

    [Theory]
    [InlineData("data: 'cpu,host=a value=11'", "expect: { contains: { alerts: [ { level: CRITICAL }, { id: a } ] } }", "data: 'cpu,host=b value=11'")]
    [InlineData("series: 'cpu,host=a value=5+3x2 every 10s'", "expect: { contains: { alerts: [ { id: a, fields: { value: 11 }, time: '2026-01-01T00:00:20Z' } ] } }", "advance: 1s")]
    [InlineData("respond: { cpu/hook: { status: 400, body: { error: no } } }", "expect: { contains: { sent: [ { refused: !contains no } ] } }", "data: 'cpu,host=a value=11'")]
    public async Task What_is_loosely_expected_leaves_to_others_what_they_need(string first, string last, string second)
    {
        _cli.File("rule.test.yaml", $"{Head}  - name: t\n    steps:\n      - {first}\n      - {second}\n      - {last}\n");

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(0, _cli.Output + _cli.Errors);
    }

    [Fact]
    public async Task Two_handlers_of_a_kind_at_one_node_have_names_of_their_own()
    {
        const string To = "two/alert2/post:a.example-c6d729";
        const string Other = "two/alert2/post:b.example-703a8e";
        _cli.File("two.tick", Script.TrimEnd() + ".post('http://a.example/x').post('http://b.example/x')\n");
        const string Steps = "tasks: [two.tick]\ntests:\n  - name: t\n    steps:\n      - respond: { '%s': [503] }\n      - data: cpu,host=a value=11\n";
        _cli.File("right.test.yaml", Steps.Replace("%s", To) + $"      - expect: {{ contains: {{ sent: [ {{ to: '{To}', refused: !any }}, {{ to: '{Other}', POST: http://b.example/x }} ] }} }}\n");
        _cli.File("wrong.test.yaml", Steps.Replace("%s", "two/alert2/post") + "      - expect: {}\n");

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1, _cli.Output + _cli.Errors);

        _cli.Output.Should().Contain($"'two/alert2/post' may be 2 handlers: write which one is meant: '{To}' or '{Other}'").And.Contain("2 tests in 2 files: 1 passed, 1 failed");
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_fails_its_own_tests_only()
    {
        _cli.File("vars.yaml", "a: [");
        _cli.File("a.test.yaml", "tasks: [ { script: rule.tick, vars: vars.yaml } ]\ntests: [ { name: t, steps: [ { expect: {} } ] } ]\n");
        _cli.File("b.test.yaml", Head + Right);

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1);

        _cli.Output.Should().Contain("vars.yaml:2:1: not valid YAML").And.Contain("2 tests in 2 files: 1 passed, 1 failed");
    }

    [Fact]
    public async Task What_comes_after_the_last_expectation_counts_too()
    {
        _cli.File("rule.test.yaml", Head + Right + "      - data: cpu,host=b value=12\n");

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1);

        _cli.Output.Should().Contain("after the last expectation: raised and not expected: OK → CRITICAL 'b'");
    }

    [Theory]
    [InlineData("tests: []", "there is no test")]
    [InlineData("tets: []", "has no key 'tets'; did you mean 'tests'?")]
    [InlineData("tests: [ { name: t, steps: [ { data: 'cpu value=1' } ] } ]", "the test 't' expects nothing")]
    [InlineData("tests: [ { name: t, steps: [ { dta: x }, { expect: {} } ] } ]", "there is no step 'dta'; did you mean 'data'?")]
    [InlineData("tests: [ { name: t, steps: [ { expect: { alerts: [ { levl: OK } ] } } ] } ]", "has no key 'levl'; did you mean 'level'?")]
    [InlineData("tests: [ { name: t, steps: [ { expect: { alerts: [ { level: CRITCAL } ] } } ] } ]", "level 'CRITCAL' is not a level; did you mean 'CRITICAL'?")]
    [InlineData("tests: [ { name: t, steps: [ { advance: 5 }, { expect: {} } ] } ]", "advance must be a duration above 0 such as 15m, not the number 5")]
    [InlineData("tests: [ { name: t, steps: [ { data: 'cpu value=1 1000' }, { expect: {} } ] } ]", "time goes backwards")]
    [InlineData("tests: [ { name: t, steps: [ { replay: no.lp }, { expect: {} } ] } ]", "no.lp with data")]
    [InlineData("tests: [ { name: t, steps: [ { series: 'cpu value=1' }, { expect: {} } ] } ]", "does not say how far its points are apart")]
    [InlineData("tests: [ { name: t, steps: [ { restart: now }, { expect: {} } ] } ]", "restart is 'kill', the death of the process, or 'stop'")]
    [InlineData("tests: [ { name: t, steps: [ { expect: {} } ] }, { name: t, steps: [ { expect: {} } ] } ]", "another test is called 't' already")]
    public async Task What_is_wrong_with_a_file_is_said_with_its_place_before_anything_runs(string tests, string said)
    {
        var file = _cli.File("rule.test.yaml", $"tasks: [rule.tick]\n{tests}\n");

        (await _cli.RunAsync("test", file)).Should().Be(1, _cli.Output + _cli.Errors);

        _cli.Output.Should().Contain(said).And.MatchRegex($"{file}:[0-9]+:[0-9]+: ");
    }

    [Fact]
    public async Task A_script_that_does_not_compile_fails_the_tests_of_its_own_file_only()
    {
        _cli.File("a.test.yaml", Head + Right);
        _cli.File("bad.tick", Script.Replace(".crit", ".crti", StringComparison.Ordinal));
        _cli.File("b.test.yaml", "tasks: [bad.tick]\ntests: [ { name: t, steps: [ { expect: {} } ] } ]\n");

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1);

        _cli.Output.Should().Contain("error TS1051").And.Contain("hint: did you mean .crit(").And.Contain("2 tests in 2 files: 1 passed, 1 failed");
    }

    [Fact]
    public async Task Finding_nothing_is_no_success()
    {
        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1);
        _cli.Errors.Should().Contain("no tests in").And.Contain(".test.yaml");

        _cli.File("rule.test.yaml", Head + Right);
        (await _cli.RunAsync("test", _cli.Folder, "--run", "nothing has this name")).Should().Be(1);
        _cli.Errors.Should().Contain("no test matches --run");
        (await _cli.RunAsync("test", _cli.Folder, "--run", "^pag")).Should().Be(0);
    }

    [Fact]
    public async Task A_test_that_takes_too_long_is_ended_and_says_where_its_clock_is()
    {
        _cli.File("ticks.tick", "dbrp \"telegraf\".\"autogen\"\nstream|from().measurement('cpu')|barrier().period(1ms)|alert().crit(lambda: FALSE).topic('cpu')\n");
        _cli.File("rule.test.yaml", "tasks: [ticks.tick]\ntests:\n  - name: long\n    steps:\n      - data: cpu value=1\n      - advance: 300d\n      - expect: {}\n");

        (await _cli.RunAsync("test", _cli.Folder, "--timeout", "1s")).Should().Be(1);

        _cli.Output.Should().MatchRegex("after 1 s the test is at 2026-01-01T.* of its own clock, and is ended: let less time pass, or give it longer with --timeout");
        (await _cli.RunAsync("test", _cli.Folder, "--timeout", "soon")).Should().Be(2);
        _cli.Errors.Should().Contain("--timeout is a time such as 30s or 10m");
    }

    [Fact]
    public async Task A_name_of_several_lines_is_one_line_of_TAP()
    {
        _cli.File("rule.test.yaml", Head + Right.Replace("name: pages", "name: \"pages\\nok 2 - more # TODO\"", StringComparison.Ordinal));

        (await _cli.RunAsync("test", _cli.Folder, "--tap")).Should().Be(0);

        _cli.Output.Split('\n').Should().ContainSingle(line => line.StartsWith("ok ", StringComparison.Ordinal)).Which.Should().EndWith("pages ok 2 - more   TODO");
    }

    [Fact]
    public async Task Results_come_in_the_forms_of_build_servers()
    {
        _cli.File("rule.test.yaml", Head + Right + Right.Replace("name: pages", "name: does not", StringComparison.Ordinal).Replace("value=11", "value=1", StringComparison.Ordinal));
        var junit = Path.Combine(_cli.Folder, "results.xml");

        (await _cli.RunAsync("test", _cli.Folder, "--json", "--junit", junit)).Should().Be(1);
        var lines = _cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        lines.Select(line => (line["test"]!.GetValue<string>(), line["passed"]!.GetValue<bool>())).Should().Equal(("pages", true), ("does not", false));
        lines[1]["failures"]![0]!["line"]!.GetValue<int>().Should().BeGreaterThan(5);
        var suite = XDocument.Load(junit).Root!.Element("testsuite")!;
        suite.Attribute("tests")!.Value.Should().Be("2");
        suite.Elements("testcase").Count(test => test.Element("failure") is not null).Should().Be(1);

        (await _cli.RunAsync("test", _cli.Folder, "--tap")).Should().Be(1);
        _cli.Output.Should().StartWith("TAP version 13\nok 1 - ").And.Contain("\nnot ok 2 - ").And.EndWith("1..2\n");
    }

    [Fact]
    public async Task A_load_folder_is_tested_as_a_server_loads_it()
    {
        _cli.File("rules/tasks/rule.tick", "dbrp \"telegraf\".\"autogen\"\n\n" + Script);
        _cli.File("rules/handlers/hook.yaml", "topic: cpu\nid: hook\nkind: post\noptions: { url: http://ops.example/hook }\n");
        _cli.File("tests/rule.test.yaml", "load: ../rules\ntests:\n" + Right);

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(0, _cli.Output + _cli.Errors);
    }

    [Fact]
    public async Task Time_passes_without_waiting_and_the_same_test_says_the_same()
    {
        _cli.File("rule.test.yaml", Head + Day);

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1);
        var first = _cli.Output[.._cli.Output.LastIndexOf(',')];
        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1);

        _cli.Output[.._cli.Output.LastIndexOf(',')].Should().Be(first);
        first.Should().Contain("CRITICAL 'a'").And.Contain("CRITICAL 'b'");
    }

    public void Dispose() => _cli.Dispose();
}
