using System.Text.Json.Nodes;

namespace Tocsin.Server.Tests.Cli.Tests;

public sealed class TestCoverageTests : IDisposable
{
    private const string Script = """
        stream
            |from()
                .measurement('cpu')
                .where(lambda: "host" == 'a' OR "host" == 'b')
                .groupBy('host')
            |alert()
                .id('{{ index .Tags "host" }}')
                .message('{{ if eq .Level "CRITICAL" }}bad{{ else }}good{{ end }}')
                .warn(lambda: "value" > 5)
                .crit(lambda: "value" > 10 AND "value" < 100)
                .stateChangesOnly()
                .topic('cpu')

        """;

    private readonly CliRun _cli = new();

    public TestCoverageTests()
    {
        _cli.File("rule.tick", Script);
        _cli.File("hooks.yaml", "topic: cpu\nid: hook\nkind: post\nmatch: level() == CRITICAL\noptions: { url: http://ops.example/hook }\n");
    }

    [Fact]
    public async Task What_no_test_reaches_is_listed()
    {
        Write("data: 'cpu,host=a value=11'");

        (await _cli.RunAsync("test", _cli.Folder, "--coverage", "0")).Should().Be(0, _cli.Output + _cli.Errors);

        var missing = _cli.Output.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
        missing.Should().BeEquivalentTo(
            "never FALSE: \"host\" == 'a' OR \"host\" == 'b'",
            "never decides by being TRUE: \"host\" == 'b'",
            "never TRUE: \"value\" > 5",
            "never FALSE: \"value\" > 5",
            "never FALSE: \"value\" > 10 AND \"value\" < 100",
            "never decides by being FALSE: \"value\" > 10",
            "never decides by being FALSE: \"value\" < 100",
            "CRITICAL of alert2 is never left",
            "WARNING of alert2 is never entered",
            "WARNING of alert2 is never left",
            "{{if eq .Level \"CRITICAL\"}} of the message of alert2 is never left out",
            "the match of cpu/hook never fails to hold");
        _cli.Output.Should().MatchRegex(@"rule\.tick:4:24: never FALSE").And.MatchRegex(@"coverage: \d+ of \d+ \(\d+(\.\d)? %\)");
    }

    [Fact]
    public async Task Tests_that_reach_all_of_it_reach_100_percent()
    {
        Write(
            "data: 'cpu,host=a value=11'", "data: 'cpu,host=a value=6'", "data: 'cpu,host=a value=1'", "data: 'cpu,host=b value=200'", "data: 'cpu,host=b value=20'", "data: 'cpu,host=b value=1'", "data: 'cpu,host=c value=1'");

        (await _cli.RunAsync("test", _cli.Folder, "--coverage", "100")).Should().Be(0, _cli.Output);

        _cli.Output.Should().Contain("(100 %)");
    }

    [Fact]
    public async Task Less_than_is_asked_for_fails()
    {
        Write("data: 'cpu,host=a value=11'");

        (await _cli.RunAsync("test", _cli.Folder, "--coverage", "90")).Should().Be(1);
        (await _cli.RunAsync("test", _cli.Folder, "--coverage", "30")).Should().Be(0, _cli.Output);
        (await _cli.RunAsync("test", _cli.Folder, "--coverage", "101")).Should().Be(2);
        _cli.Errors.Should().Contain("--coverage is a number of percent from 0 to 100, not 101");
    }

    [Fact]
    public async Task Tests_together_reach_what_each_reaches()
    {
        Write("data: 'cpu,host=a value=11'");
        _cli.File("b/other.test.yaml", "tasks: [../rule.tick]\nhandlers: [../hooks.yaml]\ntests: [ { name: t, steps: [ { data: 'cpu,host=c value=1' }, { expect: {} } ] } ]\n");

        await _cli.RunAsync("test", _cli.Folder, "--coverage", "0");

        _cli.Output.Should().NotContain("never FALSE: \"host\"");
    }

    [Fact]
    public async Task Programs_read_it_as_JSON_and_LCOV()
    {
        Write("data: 'cpu,host=a value=11'");
        var lcov = Path.Combine(_cli.Folder, "lcov.info");

        await _cli.RunAsync("test", _cli.Folder, "--coverage", "0", "--json", "--lcov", lcov);

        var coverage = JsonNode.Parse(_cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])!;
        coverage["total"]!.GetValue<int>().Should().Be(coverage["reached"]!.GetValue<int>() + coverage["missing"]!.AsArray().Count);
        coverage["missing"]!.AsArray().First(item => item!["line"] is not null)!["line"]!.GetValue<int>().Should().Be(4);
        var lines = await File.ReadAllLinesAsync(lcov);
        lines.Should().Contain(line => line.StartsWith("SF:") && line.EndsWith("rule.tick")).And.Contain("DA:2,1").And.Contain("DA:6,1").And.Contain("LF:3").And.EndWith("end_of_record");
        lines.Count(line => line.StartsWith("BRDA:4,", StringComparison.Ordinal)).Should().Be(4);
    }

    public void Dispose() => _cli.Dispose();

    private void Write(params string[] steps) =>
        _cli.File("rule.test.yaml", $"tasks: [rule.tick]\nhandlers: [hooks.yaml]\ntests:\n  - name: t\n    steps:\n{string.Concat(steps.Append("expect: { contains: {} }").Select(step => $"      - {step}\n"))}");
}
