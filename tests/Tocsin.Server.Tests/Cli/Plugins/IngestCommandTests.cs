using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Sources;
using Tocsin.Plugins.Postman;
using Tocsin.Sdk;
using Tocsin.Server.Tests.Examples;

namespace Tocsin.Server.Tests.Cli.Plugins;

public sealed class IngestCommandTests : IAsyncLifetime, IDisposable
{
    private const string Export = """
        {"collection":{"info":{"_postman_id":"c-9","name":"Stock API"},"item":[{"request":{"header":[{"key":"Authorization","value":"hush"}]}}]},
         "environment":{"values":[{"key":"token","value":"hush"}]},
         "run":{"stats":{"assertions":{"total":3,"pending":0,"failed":1}},"timings":{"started":1767225600000,"completed":1767225601000},
          "executions":[{"item":{"id":"it-1","name":"GET stock"},"request":{"url":"hush"},"response":{"code":500,"responseTime":120,"stream":"hush"}}],
          "failures":[{"error":{"name":"AssertionError","test":"status is 200","message":"expected 500 to equal 200","stack":"hush"},"at":"assertion:0 in test-script","source":{"id":"it-1","name":"GET stock"}}],
          "error":null}}
        """;

    private readonly CliRun _cli = new();

    // Set before every test.
    private RunningServer _server = null!;

    public async Task InitializeAsync()
    {
        SourceKinds.BuiltIn.TryAdd(SourceKind.FromType(typeof(PostmanSource), "test"), out var kinds, out _).Should().BeTrue();
        _server = await RunningServer.StartAsync(new EngineSettings { Extensions = new ExtensionRegistry(new Extensions { Sources = kinds! }) }); // Just added to.
        _cli.Set("TOCSIN_URL", _server.Url);
        _cli.Set("TOCSIN_PLUGINS", ExampleFolder.Plugins);
        var sources = _cli.File("sources.yaml", """
            - { id: postman, kind: postman, topic: apis }
            - { id: closed, kind: postman, topic: apis, auth: { bearer: t0ken, header: { X-Key: k }, query: { key: q } } }
            - { id: small, kind: postman, topic: apis, limits: { bytes: 10 } }
            - { id: other, kind: generic, topic: apis, options: { id: $.run.timings.started, level: CRITICAL } }
            """);
        (await _cli.RunAsync("sources", "define", sources)).Should().Be(0, _cli.Errors);
    }

    [Fact]
    public async Task An_export_is_sent_and_what_came_of_it_is_shown()
    {
        var code = await _cli.RunAsync("ingest", "postman", _cli.File("report.json", Export), "--env", "stage");

        code.Should().Be(0, _cli.Errors);
        _cli.Output.Should().Be("CRITICAL c-9/stage  Stock API: 0 errors, 1 failed test (GET stock: status is 200)\n");
        _server.Engine.Alerts.Topics.TryGetState("apis", "c-9/stage", out var state).Should().BeTrue();
        state.Level.Should().Be(AlertLevel.Critical);
    }

    [Fact]
    public async Task The_list_of_sources_has_a_column_for_all_that_is_counted()
    {
        (await _cli.RunAsync("ingest", "postman", _cli.File("report.json", Export))).Should().Be(0, _cli.Errors);

        (await _cli.RunAsync("sources")).Should().Be(0, _cli.Errors);

        var lines = _cli.Output.Split('\n').SkipWhile(line => !line.StartsWith("Id", StringComparison.Ordinal)).ToList();
        lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Should().ContainInOrder(
            "Id", "Kind", "Topic", "Received", "Events", "Duplicates", "Ignored", "Refused", "Limited", "Quarantined");
        lines.Single(line => line.StartsWith("postman ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Take(10).Should().Equal("postman", "postman", "apis", "1", "1", "0", "0", "0", "0", "0");
    }

    [Fact]
    public async Task Credentials_are_given_by_options()
    {
        var file = _cli.File("report.json", Export);

        (await _cli.RunAsync("ingest", "postman", file, "--source", "closed")).Should().Be(3);
        _cli.Errors.Should().Be(
            "tocsin: source 'closed' requires other credentials: give them with --bearer, --header or --query, or user and password in --url\n");
        (await _cli.RunAsync("ingest", "postman", file, "--source", "closed", "--bearer", "t0ken", "--header", "X-Key=k", "--query", "key=q"))
            .Should().Be(0, _cli.Errors);
    }

    [Theory]
    [InlineData("{\n  nope", "FILE:2:3: this isn't JSON: write one with 'newman run COLLECTION --reporters json'")]
    [InlineData("{\"run\":{}}", "FILE isn't an export of Newman, which has collection and run: write one with 'newman run COLLECTION --reporters json'")]
    [InlineData("[]", "FILE isn't an export of Newman, *")]
    [InlineData("{\"collection\":{},\"run\":{}}", "FILE: source 'postman' does not understand it: collection.info has neither _postman_id nor name; it is kept in *")]
    [InlineData("{\"collection\":{\"info\":{\"name\":\"\\ud800\"}},\"run\":{}}", "FILE holds half of a character *")]
    public async Task A_file_that_is_none_is_told_with_the_place(string text, string error)
    {
        var file = _cli.File("report.json", text);

        (await _cli.RunAsync("ingest", "postman", file)).Should().Be(3);

        _cli.Errors.TrimEnd().Should().Match("tocsin: " + error.Replace("FILE", file, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nothing", "tocsin: there is no source 'nothing'; 'tocsin sources' shows those there are, and --source names one")]
    [InlineData("small", "tocsin: * is larger than source 'small' takes: raise limits.bytes in its definition")]
    public async Task What_the_server_refuses_is_explained(string source, string error)
    {
        (await _cli.RunAsync("ingest", "postman", _cli.File("report.json", Export), "--source", source)).Should().Be(3);

        _cli.Errors.TrimEnd().Should().Match(error);
    }

    [Fact]
    public async Task A_source_of_another_kind_says_nothing_of_alerts()
    {
        (await _cli.RunAsync("ingest", "postman", _cli.File("report.json", Export), "--source", "other")).Should().Be(0, _cli.Errors);

        _cli.Output.Should().Be("taken in by source 'other', which does not say what came of it\n");
    }

    [Theory]
    [InlineData("there is no 'tocsin ingest slack'; there is postman", "slack", "x.json")]
    [InlineData("ingest postman needs <file>: A JSON export of Newman", "postman")]
    [InlineData("--header takes NAME=VALUE", "postman", "x.json", "--header", "X-Key")]
    [InlineData("--query takes NAME=VALUE", "postman", "x.json", "--query", "=s3cret")]
    [InlineData("there is no file x.json", "postman", "x.json")]
    public async Task Wrong_arguments_are_told(string error, params string[] arguments)
    {
        (await _cli.RunAsync(["ingest", .. arguments])).Should().NotBe(0);

        _cli.Errors.Should().Contain(error).And.NotContain("s3cret");
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    public void Dispose() => _cli.Dispose();
}
