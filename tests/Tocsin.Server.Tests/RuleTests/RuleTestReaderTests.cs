using System.IO.Compression;
using System.Text;
using Tocsin.Server.RuleTests.Files;

namespace Tocsin.Server.Tests.RuleTests;

public sealed class RuleTestReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public RuleTestReaderTests() => _folder.Write("rule.tick", "stream|from()");

    [Fact]
    public void All_that_a_file_says_is_read()
    {
        _folder.Write("config.yaml", "hostname: h");
        _folder.Write("hook.yaml", "topic: t");
        _folder.Write("in.yaml", "id: in");
        _folder.Write("vars.yaml", "{}");

        var file = Read("""
            config: config.yaml
            tasks: [ { script: rule.tick, vars: vars.yaml } ]
            handlers: [hook.yaml]
            sources: [in.yaml]
            env: { KEY: 007 }
            start: 2026-03-28T23:00:00+01:00
            defaults: { dbrp: metrics.week }
            tests:
              - name: one
                steps:
                  - data: cpu value=1
                  - query: { rule/query1: ['cpu value=1', '', { error: gone }] }
                  - query: cpu value=2
                  - request: { POST: '/ingest/in?key=a', headers: { X-Key: 1 }, json: { a: [1] }, status: 202 }
                  - expect: {}
                  - snapshot: one
            """);

        file.Problems.Should().BeEmpty();
        (file.Config, file.Start, file.Source.ToString()).Should().Be(("config.yaml", new DateTimeOffset(2026, 3, 28, 22, 0, 0, TimeSpan.Zero), file.Source.ToString()));
        (file.Source.Database, file.Source.RetentionPolicy).Should().Be(("metrics", "week"));
        (file.ValueOf("KEY"), file.ValueOf("PATH")).Should().Be(("007", "PATH"));
        file.Tasks.Should().ContainSingle().Which.Vars.Should().Be("vars.yaml");
        var steps = file.Tests.Should().ContainSingle().Which.Steps;
        steps.Select(step => step.GetType().Name).Should().Equal("DataStep", "QueryStep", "QueryStep", "RequestStep", "ExpectStep", "SnapshotStep");
        steps.OfType<QueryStep>().Select(step => (step.Query, step.Answers.Count)).Should().Equal(("rule/query1", 3), ("", 1));
        steps.OfType<QueryStep>().First().Answers[2].Failure.Should().Be("gone");
        var request = steps.OfType<RequestStep>().Single();
        (request.Method, request.Target, request.Status, Encoding.UTF8.GetString(request.Body.Span)).Should().Be(("POST", "/ingest/in?key=a", 202, """{"a":[1]}"""));
        request.Headers.Should().Contain("X-Key", "1").And.Contain("Content-Type", "application/json");
        steps.OfType<SnapshotStep>().Single().File.Should().Be(_folder.Of("snapshots/one.json"));
    }

    [Fact]
    public void Lines_are_written_at_their_times_and_those_of_one_time_together()
    {
        var step = Steps("data: |\n  cpu value=1 1767225600000000000\n  # a comment\n  cpu value=2 1767225600000000000\n\n  cpu value=3 1767225610000000000\n  cpu text=\"a 5\"").OfType<DataStep>().Single();

        step.Lines.Select(lines => (lines.UnixNanoseconds, lines.Text)).Should().Equal(
            (1767225600000000000, "cpu value=1 1767225600000000000\ncpu value=2 1767225600000000000"), (1767225610000000000, "cpu value=3 1767225610000000000"), (null, "cpu text=\"a 5\""));
    }

    [Fact]
    public void Series_are_written_side_by_side()
    {
        var step = Steps("series: ['a v=1+1x2 every 10s', 'b v=5x1 every 20s']").OfType<DataStep>().Single();

        step.Lines.Select(lines => (lines.After.TotalSeconds, lines.Text)).Should().Equal((0, "a v=1\nb v=5"), (10, "a v=2"), (20, "a v=3\nb v=5"));
    }

    [Fact]
    public void A_late_point_is_written_now()
    {
        var step = Steps("data: { late: true, lines: cpu value=1 1000 }").OfType<DataStep>().Single();

        step.Lines.Should().ContainSingle().Which.UnixNanoseconds.Should().BeNull();
    }

    [Fact]
    public void Replays_may_be_packed()
    {
        using (var packed = new GZipStream(File.Create(_folder.Of("day.lp.gz")), CompressionLevel.Fastest))
            packed.Write("cpu value=1 1767225600000000000\n"u8);

        Steps("replay: { file: day.lp.gz, dbrp: a.b }").OfType<DataStep>().Single().Source!.Value.Database.Should().Be("a");
    }

    [Theory]
    [InlineData("data: cpu value=1 1800000000000000000", "the test begins at 2026-01-01T00:00:00Z and would last until 2027-01-15T08:00:00Z: begin it less than 366 days before, with start beside tests")]
    [InlineData("advance: 9000d", "would last until 2050-")]
    [InlineData("replay: /dev/zero", "the file /dev/zero is empty, or no regular file")]
    [InlineData("request: { POST: /a, file: /dev/zero }", "the file /dev/zero is empty, or no regular file; paths begin")]
    [InlineData("query: []", "a query needs one answer at least")]
    [InlineData("query: 5", "an answer to a query is a text of rows in line protocol, '' for none, or { error: TEXT }, not the number 5")]
    [InlineData("query: 'cpu'", "a row cannot be read: 'cpu'")]
    [InlineData("query: { t/q: { eror: x } }", "has no key 'eror'; did you mean 'error'?")]
    [InlineData("request: /ingest/a", "a request is a mapping with a method and its path")]
    [InlineData("request: { json: {} }", "a request has one of POST")]
    [InlineData("request: { POST: ingest/a }", "with a path that begins with '/'")]
    [InlineData("request: { POST: /a, PUT: /b }", "a request has one of POST")]
    [InlineData("request: { POST: /a, json: {}, body: x }", "json, body and file exclude each other")]
    [InlineData("request: { POST: /a, file: no.json }", "there is no file ")]
    [InlineData("request: { POST: /a, status: ok }", "status is what the source answers with, such as 202 or 401, not 'ok'")]
    [InlineData("request: { POST: /a, heders: {} }", "has no key 'heders'; did you mean 'headers'?")]
    [InlineData("snapshot: ../x", "snapshot needs a name of letters")]
    [InlineData("data: ''", "there is no line of data")]
    [InlineData("data: { late: soon, lines: cpu v=1 }", "late is true or false, not 'soon'")]
    [InlineData("data: { dbrp: telegraf, lines: cpu v=1 }", "dbrp must be a database and a retention policy, not 'telegraf': write database.retention-policy, such as telegraf.autogen")]
    [InlineData("respond: 503", "respond names handlers")]
    [InlineData("respond: { a/b: 99 }", "an answer is a status such as 503")]
    [InlineData("respond: { a/b: { status: x } }", "an answer is a status such as 503")]
    [InlineData("ack: {}", "ack needs the id of an alert")]
    [InlineData("expect: 5", "expect is a mapping with alerts, sent and errors")]
    [InlineData("expect: { contains: {}, alerts: [] }", "contains stands alone")]
    [InlineData("expect: { alerts: { id: a } }", "alerts must be a list")]
    [InlineData("expect: { alerts: [ a ] }", "an entry of alerts is a mapping")]
    [InlineData("expect: { errors: [ { a: b } ] }", "an entry of errors is a part of what a node could not process")]
    [InlineData("series: 5", "a series is a text such as")]
    public void A_wrong_step_is_reported_with_its_place(string step, string said)
    {
        var file = Read($"tasks: [rule.tick]\ntests:\n  - name: t\n    steps:\n      - {step}\n      - expect: {{}}\n");

        file.Problems.Should().Contain(problem => problem.Message.Contains(said) && problem.Place!.Line == 5, string.Join('\n', file.Problems));
    }

    [Theory]
    [InlineData("tests: [ { name: t, steps: [ { expect: {} } ] } ]", "nothing is tested: name scripts under tasks")]
    [InlineData("tasks: [no.tick]\ntests: []", "no.tick; paths begin at the folder of the file of tests")]
    [InlineData("load: nowhere\ntests: []", "nowhere; paths begin")]
    [InlineData("tasks: [rule.tick]\nsources: [no.yaml]\ntests: []", "no.yaml; paths begin")]
    [InlineData("tasks: [5]\ntests: []", "a task is a script's file, or a mapping with script and vars")]
    [InlineData("tasks: [rule.tick]\nhandlers: [5]\ntests: []", "a file of handlers is named by a text")]
    [InlineData("tasks: [rule.tick]\nstart: noon\ntests: []", "start must be a time of the years 1970 to 2200 such as 2026-03-28T23:00:00Z, not 'noon'")]
    [InlineData("tasks: [rule.tick]\nenv: [KEY]\ntests: []", "env gives variables of the environment their values")]
    [InlineData("tasks: [rule.tick]\ntests: [ 5 ]", "a test is a mapping with name and steps")]
    [InlineData("tasks: [rule.tick]\ntests: [ { steps: [ { expect: {} } ] } ]", "a test needs a name")]
    [InlineData("tasks: [rule.tick]\ntests: [ { name: t, steps: [ 5, { expect: {} } ] } ]", "a step is a mapping with one key, one of data")]
    [InlineData("", "a file of tests has the key tests, and load or tasks")]
    [InlineData("a: [", "not valid YAML")]
    public void A_wrong_file_is_reported_with_its_place(string text, string said) =>
        Read(text).Problems.Should().Contain(problem => problem.Message.Contains(said) && problem.Place != null);

    [Fact]
    public void A_replay_and_a_snapshot_alone_make_a_test()
    {
        _folder.Write("outage.lp", "cpu value=1 1767225600000000000\n");

        var file = Read("tasks: [rule.tick]\ntests: [ { name: outage, replay: outage.lp, snapshot: outage } ]");

        file.Problems.Should().BeEmpty();
        file.Tests.Single().Steps.Select(step => step.GetType().Name).Should().Equal("DataStep", "SnapshotStep");
    }

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<TestStep> Steps(string step)
    {
        var file = Read($"tasks: [rule.tick]\ntests:\n  - name: t\n    steps:\n      - {step.Replace("\n", "\n        ", StringComparison.Ordinal)}\n      - expect: {{}}\n");
        file.Problems.Should().BeEmpty();
        return file.Tests.Single().Steps;
    }

    private RuleTestFile Read(string text) => RuleTestReader.Read(_folder.Write("rule.test.yaml", text));
}
