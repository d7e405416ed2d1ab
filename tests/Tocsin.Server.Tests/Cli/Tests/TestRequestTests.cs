namespace Tocsin.Server.Tests.Cli.Tests;

public sealed class TestRequestTests : IDisposable
{
    private const string Source = """
        id: backups
        kind: generic
        topic: backups
        auth: { header: { X-Key: "${env:BACKUP_KEY}" } }
        options:
          events: $.jobs
          id: "backup:{$.name}"
          level: $.state
          levels: { failed: CRITICAL, done: OK }
          message: "backup {$.name} is {$.state}"

        """;

    private const string Failed = "request: { POST: /ingest/backups, headers: { X-Key: s3cret }, json: { jobs: [ { name: db, state: failed } ] } }";

    private readonly CliRun _cli = new();

    public TestRequestTests()
    {
        _cli.File("backups.yaml", Source);
        _cli.File("pager.yaml", "topic: backups\nid: pager\nkind: post\noptions: { url: http://ops.example/hook }\n");
    }

    [Fact]
    public async Task A_request_becomes_events_and_these_become_requests()
    {
        Write(
            Failed,
            "expect: { alerts: [ { id: 'backup:db', level: CRITICAL, from: OK, topic: backups } ], sent: [ { to: backups/pager, json: { message: backup db is failed } } ] }",
            Failed,
            "expect: { contains: {} }",
            "request: { POST: /ingest/backups, headers: { X-Key: s3cret }, file: done.json, status: 202 }",
            "expect: { alerts: [ { id: 'backup:db', level: OK, from: CRITICAL } ], sent: [ { to: backups/pager } ] }",
            "request: { POST: /ingest/backups, headers: { X-Key: other }, json: {}, status: 401 }");
        _cli.File("done.json", """{"jobs":[{"name":"db","state":"done"}]}""");

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(0, _cli.Output + _cli.Errors);
    }

    [Theory]
    [InlineData("request: { POST: /ingest/backups, json: {} }", "POST /ingest/backups is answered with 401")]
    [InlineData("request: { POST: /ingest/backup, json: {} }", "POST /ingest/backup is answered with 404")]
    [InlineData("request: { POST: /elsewhere, json: {} }", "POST /elsewhere is answered with 404")]
    [InlineData("request: { POST: /ingest/backups, headers: { X-Key: s3cret }, json: { jobs: [ { name: db, state: odd } ] } }", "source backups could not read a request")]
    [InlineData("request: { POST: /ingest/backups, headers: { X-Key: s3cret }, json: { jobs: [] }, status: 401 }", "is answered with 202, not with 401")]
    [InlineData(Failed, "raised and not expected: OK → CRITICAL 'backup:db'")]
    public async Task What_becomes_of_a_request_otherwise_fails_the_test(string request, string said)
    {
        Write(request, "expect: {}");

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1);

        _cli.Output.Should().Contain(said);
    }

    [Fact]
    public async Task A_source_that_cannot_be_defined_is_reported_with_its_place()
    {
        _cli.File("backups.yaml", Source.Replace("kind: generic", "kind: genric", StringComparison.Ordinal));
        Write("expect: {}");

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1);

        _cli.Output.Should().Contain("backups.yaml:2").And.Contain("genric");
    }

    public void Dispose() => _cli.Dispose();

    private void Write(params string[] steps) =>
        _cli.File("backups.test.yaml", $"env: {{ BACKUP_KEY: s3cret }}\nsources: [backups.yaml]\nhandlers: [pager.yaml]\ntests:\n  - name: t\n    steps:\n{string.Concat(steps.Append("expect: {}").Select(step => $"      - {step}\n"))}");
}
