namespace Tocsin.Server.Tests.Cli.Tests;

/// <summary>Variables have the values that a file of tests gives them, wherever its definitions come from, and no others.</summary>
public sealed class TestEnvironmentTests : IDisposable
{
    private const string Handler = "topic: cpu\nid: ID\nkind: post\noptions: { url: '${env:NO_SUCH_HOOK}ID' }\n";

    private readonly CliRun _cli = new();

    public TestEnvironmentTests()
    {
        _cli.File("load/handlers/loaded.yaml", Handler.Replace("ID", "loaded", StringComparison.Ordinal));
        _cli.File("load/sources/loaded.yaml", "id: loaded\nkind: generic\nauth: { bearer: '${env:NO_SUCH_HOOK}' }\noptions: { id: $.id, level: $.level }\n");
        _cli.File("load/tasks/.keep", "");
        _cli.File("named.yaml", Handler.Replace("ID", "named", StringComparison.Ordinal));
        _cli.File("source.yaml", "id: named\nkind: generic\nauth: { bearer: '${env:NO_SUCH_HOOK}' }\noptions: { id: $.id, level: $.level }\n");
        _cli.File("rule.tick", """
            stream|from().measurement('cpu')|alert().id('a').crit(lambda: "v" > 1.0).topic('cpu')
                .csharp().code('await Http.GetAsync(Options["hook"]);').option('hook', '${env:NO_SUCH_HOOK}script')
            """);
        _cli.File("rule.test.yaml", """
            env: { NO_SUCH_HOOK: 'http://hook.test/' }
            load: load
            handlers: [named.yaml]
            sources: [source.yaml]
            tasks: [rule.tick]
            tests:
              - name: t
                steps:
                  - data: cpu v=2
                  - expect:
                      alerts: [ { id: a, level: CRITICAL } ]
                      sent:
                        - { to: cpu/loaded, POST: http://hook.test/loaded }
                        - { to: cpu/named, POST: http://hook.test/named }
                        - { kind: csharp, GET: http://hook.test/script }
                  - request: { POST: /ingest/loaded, headers: { Authorization: Bearer http://hook.test/ }, json: { id: x, level: OK } }
                  - request: { POST: /ingest/named, headers: { Authorization: Bearer http://hook.test/ }, json: { id: x, level: OK } }
            """);
    }

    [Fact]
    public async Task Load_folders_handlers_sources_and_csharp_handlers_of_scripts_read_the_same_variables()
    {
        _cli.Set("NO_SUCH_HOOK", "http://of-the-process.test/");

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(0, _cli.Output + _cli.Errors);
    }

    public void Dispose() => _cli.Dispose();
}
