namespace Tocsin.Server.Tests.Cli.Tests;

public sealed class TestQueryTests : IDisposable
{
    private const string Script = """
        batch
            |query('SELECT mean(usage) FROM "telegraf"."autogen"."cpu"')
                .period(5m)
                .every(5m)
                .groupBy('host')
            |alert()
                .id('{{ index .Tags "host" }}')
                .crit(lambda: "mean" > 90)
                .stateChangesOnly()
                .topic('cpu')

        """;

    private readonly CliRun _cli = new();

    public TestQueryTests() => _cli.File("rule.tick", Script);

    [Theory]
    [InlineData("rows stay until others are given", """
        - query: "cpu,host=a mean=95\ncpu,host=b mean=10"
        - advance: 5m
        - expect: { alerts: [ { id: a, level: CRITICAL, fields: { mean: 95 }, time: '2026-01-01T00:00:00Z' } ] }
        - advance: 1h
        - expect: {}
        - query: cpu,host=a mean=1
        - advance: 5m
        - expect: { alerts: [ { id: a, level: OK, from: CRITICAL } ] }
        """)]
    [InlineData("a list answers one query after the other, the last stays", """
        - query: { rule/query1: ['', 'cpu,host=a mean=95', 'cpu,host=a mean=1'] }
        - advance: 5m
        - expect: {}
        - advance: 5m
        - expect: { alerts: [ { id: a, level: CRITICAL } ] }
        - advance: 20m
        - expect: { alerts: [ { id: a, level: OK } ] }
        """)]
    [InlineData("a row with a time is found by the query that asks for it", """
        - query: cpu,host=a mean=95 1767225960000000000
        - advance: 5m
        - expect: {}
        - advance: 5m
        - expect: { alerts: [ { id: a, level: CRITICAL, time: '2026-01-01T00:06:00Z' } ] }
        """)]
    [InlineData("a query that fails is an error of its node, and is made again", """
        - query: { rule: [ { error: no such database }, 'cpu,host=a mean=95' ] }
        - advance: 5m
        - expect: { errors: [ no such database ] }
        - advance: 5m
        - expect: { alerts: [ { id: a, level: CRITICAL } ] }
        """)]
    [InlineData("a restart changes nothing", """
        - query: cpu,host=a mean=95
        - advance: 6m
        - expect: { alerts: [ { id: a, level: CRITICAL } ] }
        - restart: kill
        - advance: 6m
        - expect: {}
        """)]
    public async Task Batch_tasks_are_answered_from_the_file(string name, string steps)
    {
        Write(name, steps);

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(0, _cli.Output + _cli.Errors);
    }

    [Theory]
    [InlineData("advance: 5m", "there are no rows for it: give it some, or none, with a step 'query'")]
    [InlineData("query: disk,host=a mean=95", "it was given a row of the measurement 'disk', and the query reads 'cpu'")]
    [InlineData("query: cpu,hots=a mean=95", "it was given a row with the tag 'hots', and the query groups by 'host'; did you mean 'host'?")]
    [InlineData("query: cpu,host=a usage=95", "it was given a row with the field 'usage', and the query selects 'mean'")]
    [InlineData("query: { rule/query2: '' }", "there is no query 'rule/query2'; did you mean 'rule/query1'?")]
    [InlineData("query: ['', '', '']", "a query was not made for 1 of its answers")]
    public async Task What_InfluxDB_cannot_answer_fails_the_test(string first, string said)
    {
        Write("t", $"- {first}\n- advance: 10m\n- expect: {{}}\n");

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1);

        _cli.Output.Should().Contain(said);
    }

    [Fact]
    public async Task Rows_for_a_task_that_asks_for_none_are_a_mistake()
    {
        _cli.File("rule.tick", "stream|from()|alert().crit(lambda: TRUE).topic('t')");
        Write("t", "- query: cpu mean=1\n- expect: {}\n");

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1);

        _cli.Output.Should().Contain("no task makes a query: there is nothing to answer");
    }

    public void Dispose() => _cli.Dispose();

    private void Write(string name, string steps) =>
        _cli.File("rule.test.yaml", $"tasks: [rule.tick]\ntests:\n  - name: {name}\n    steps:\n{string.Join('\n', steps.Split('\n').Select(line => "      " + line))}\n");
}
