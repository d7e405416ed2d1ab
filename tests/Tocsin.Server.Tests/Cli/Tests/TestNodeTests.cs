namespace Tocsin.Server.Tests.Cli.Tests;

/// <summary>What nodes send and write themselves.</summary>
public sealed class TestNodeTests : IDisposable
{
    private const string Script = """
        stream
            |from()
                .measurement('cpu')
                .groupBy('host')
            |httpPost('http://cmdb.example/seen')
                .codeField('code')
                .captureResponse()
            |eval(lambda: 100.0 - "idle")
                .as('busy')
                .keep('busy', 'code')
            |influxDBOut()
                .database('derived')
                .retentionPolicy('autogen')
                .measurement('cpu_busy')
                .tag('by', 'tocsin')

        """;

    private readonly CliRun _cli = new();

    public TestNodeTests() => _cli.File("rule.tick", Script);

    [Theory]
    [InlineData("each request has its answer, one after the other", """
        - respond: { rule/http_post2: [202, { status: 503, body: overloaded }, refused, timeout] }
        - series: 'cpu,host=a idle=3x4 every 10s'
        - expect:
            sent: [ { to: rule/http_post2, POST: http://cmdb.example/seen, json: { series: [ { name: cpu, tags: { host: a } } ] } }, { to: rule/http_post2 }, { to: rule/http_post2 }, { to: rule/http_post2 }, { to: rule/http_post2 } ]
            written: [ { fields: { code: 202 } }, { fields: { code: 503 } }, { fields: { code: 0 } }, { fields: { code: 0 } }, { fields: { code: 200 } } ]
            errors: [ no answer within 30 s ]
        """)]
    [InlineData("what is written is told with all that InfluxDB would get", """
        - data: cpu,host=a idle=3
        - expect:
            sent: !any
            written: [ !exactly { by: rule/influxdb_out4, dbrp: derived.autogen, measurement: cpu_busy, time: '2026-01-01T00:00:00Z', tags: !exactly { host: a, by: tocsin }, fields: !exactly { busy: 97, code: 200 } } ]
        """)]
    [InlineData("who does not ask for what is written need not list it", """
        - data: cpu,host=a idle=3
        - expect: { sent: !any }
        """)]
    [InlineData("more may be written than is contained", """
        - data: "cpu,host=a idle=3\ncpu,host=b idle=4"
        - expect: { contains: { written: [ { tags: { host: b }, fields: { busy: 96 } } ] } }
        """)]
    public async Task Requests_are_answered_and_writes_are_seen(string name, string steps)
    {
        Write(name, steps);

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(0, _cli.Output + _cli.Errors);
    }

    [Theory]
    [InlineData("""
        - data: cpu,host=a idle=3
        - expect: { sent: !any , written: [] }
        """, "written and not expected: by rule/influxdb_out4 to derived.autogen: cpu_busy")]
    [InlineData("""
        - data: cpu,host=a idle=3
        - expect: { sent: !any , written: [ { fields: { busy: 96 } } ] }
        """, "not written: {\"fields\":{\"busy\":96}}")]
    [InlineData("""
        - expect: { written: [] }
        - data: cpu,host=a idle=3
        """, "after the last expectation: written and not expected")]
    [InlineData("""
        - respond: { rule/http_post3: [503] }
        - expect: {}
        """, "there is no handler 'rule/http_post3'; did you mean 'rule/http_post2'?")]
    [InlineData("""
        - respond: { rule/http_post2: [503] }
        - expect: {}
        """, "rule/http_post2 made no request for 1 of its answers")]
    [InlineData("""
        - respond: { rule/http_post2: { status: 200, after: 5s } }
        - expect: {}
        """, "rule/http_post2 is a node, for whose answer its task and the clock stand still")]
    [InlineData("""
        - respond: { rule/http_post2: { status: 200, after: 5 } }
        - expect: {}
        """, "after must be a duration above 0 such as 5s")]
    [InlineData("""
        - data: cpu,host=a idle=3
        - expect: { sent: !any , written: [ { table: cpu } ] }
        """, "has no key 'table'")]
    public async Task What_is_otherwise_fails_and_says_why(string steps, string said)
    {
        Write("t", steps);

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1, _cli.Output + _cli.Errors);

        (_cli.Output + _cli.Errors).Should().Contain(said);
    }

    [Fact]
    public async Task A_snapshot_keeps_what_is_written()
    {
        Write("t", "- data: cpu,host=a idle=3\n- snapshot: all");
        (await _cli.RunAsync("test", _cli.Folder, "--update")).Should().Be(0, _cli.Output + _cli.Errors);
        Write("t", "- data: cpu,host=a idle=4\n- snapshot: all");

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1);

        _cli.Output.Should().Contain("fields.busy: expected 97, is 96");
    }

    [Fact]
    public async Task A_handler_waits_for_an_answer_that_comes_later()
    {
        _cli.File("rule.tick", "stream|from().measurement('cpu')|alert().id('a').crit(lambda: \"value\" > 10).topic('cpu')\n");
        _cli.File("hook.yaml", "topic: cpu\nid: hook\nkind: post\noptions: { url: http://ops.example/hook }\n");
        Write("t", """
            - respond: { cpu/hook: { status: 200, after: 5s } }
            - data: cpu value=11
            - expect: { alerts: [ { id: a } ] }
            - advance: 4s
            - expect: {}
            - advance: 1s
            - expect: { sent: [ { to: cpu/hook, POST: http://ops.example/hook } ] }
            """, "handlers: [hook.yaml]\n");

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(0, _cli.Output + _cli.Errors);
    }

    public void Dispose() => _cli.Dispose();

    private void Write(string name, string steps, string more = "") =>
        _cli.File("rule.test.yaml", $"tasks: [rule.tick]\n{more}tests:\n  - name: {name}\n    steps:\n      {steps.ReplaceLineEndings("\n").Replace("\n", "\n      ")}\n");
}
