using System.Text.Json.Nodes;

namespace Tocsin.Server.Tests.Cli.Tests;

public sealed class TestMutationTests : IDisposable
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

    private readonly CliRun _cli = new();

    public TestMutationTests() => _cli.File("rule.tick", Script);

    [Fact]
    public async Task Mistakes_that_no_test_notices_are_listed_with_what_would()
    {
        Write("tasks: [rule.tick]", "data: 'cpu,host=a value=20'", "expect: { alerts: [ { id: a, level: CRITICAL } ] }");

        (await _cli.RunAsync("test", _cli.Folder, "--mutate")).Should().Be(0, _cli.Output + _cli.Errors);

        _cli.Output.Should().Contain("mutants: 1 of 6 noticed")
            .And.MatchRegex(@"rule\.tick:7:31: no test tells > 10 from >= 10: add a point with value=10")
            .And.Contain("no test notices when .stateChangesOnly() is left out: send the same level twice and expect one event")
            .And.Contain("no test tells 10 from 11");
    }

    [Theory]
    [InlineData("tasks: [rule.tick]")]
    [InlineData("load: rules")]
    public async Task Tests_that_know_the_rule_notice_all_of_them(string what)
    {
        _cli.File("rules/tasks/rule.tick", "dbrp \"telegraf\".\"autogen\"\n\n" + Script);
        Write(
            what,
            "data: 'cpu,host=a value=10'", "expect: {}",
            "data: 'cpu,host=b value=9.5'", "expect: {}",
            "data: 'cpu,host=a value=10.5'", "expect: { alerts: [ { id: a, level: CRITICAL } ] }",
            "data: 'cpu,host=a value=10.5'", "expect: {}",
            "data: 'cpu,host=b value=10.5'", "expect: { alerts: [ { id: b, level: CRITICAL } ] }");

        (await _cli.RunAsync("test", _cli.Folder, "--mutate")).Should().Be(0, _cli.Output + _cli.Errors);

        _cli.Output.Should().Contain("mutants: 6 of 6 noticed");
    }

    [Fact]
    public async Task They_are_tried_only_when_all_tests_pass()
    {
        Write("tasks: [rule.tick]", "data: 'cpu,host=a value=20'", "expect: {}");

        (await _cli.RunAsync("test", _cli.Folder, "--mutate")).Should().Be(1);

        _cli.Errors.Should().Contain("mutants are tried only when all tests pass");
    }

    [Fact]
    public async Task Programs_read_them_as_JSON()
    {
        Write("tasks: [rule.tick]", "data: 'cpu,host=a value=20'", "expect: { alerts: [ { id: a, level: CRITICAL } ] }");

        await _cli.RunAsync("test", _cli.Folder, "--mutate", "--json");

        var lines = _cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => JsonNode.Parse(line)!).ToList();
        lines.GroupBy(line => line["mutant"]!.GetValue<string>()).Select(group => (group.Key, group.Count())).Should().BeEquivalentTo([("noticed", 1), ("unnoticed", 5)]);
        lines.Should().OnlyContain(line => line["line"]!.GetValue<int>() > 0 && line["file"]!.GetValue<string>().EndsWith("rule.tick"));
    }

    public void Dispose() => _cli.Dispose();

    private void Write(string what, params string[] steps) =>
        _cli.File("rule.test.yaml", $"{what}\ntests:\n  - name: t\n    steps:\n{string.Concat(steps.Select(step => $"      - {step}\n"))}");
}
