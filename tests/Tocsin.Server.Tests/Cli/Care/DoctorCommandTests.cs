using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Alerting.Storage.Sql;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Cli;
using Tocsin.Server.Cli.Serve;
using Tocsin.Server.Users;

namespace Tocsin.Server.Tests.Cli.Care;

/// <summary>Each thing that a server depends on is looked at, and what is wrong has its place and its remedy.</summary>
public sealed class DoctorCommandTests : IDisposable
{
    private readonly CliRun _cli = new();
    private readonly string _data;
    private readonly string _plugins;

    public DoctorCommandTests()
    {
        (_data, _plugins) = (Path.Combine(_cli.Folder, "data"), Path.Combine(_cli.Folder, "plugins"));
        PrivateFile.CreateFolder(_plugins);
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Of_a_folder_that_is_to_be_made_nothing_is_wrong_and_nothing_is_made()
    {
        (await RunAsync()).Should().Be(ExitCode.Ok, _cli.Output);

        _cli.Output.Should().Contain($"ok      {_data}: is not there yet: the server makes it at its first start\n").And.Contain("ok      http 127.0.0.1:0: is free\n")
            .And.Contain("only this machine reaches the server").And.EndWith("0 errors, 0 warnings\n");
        Directory.Exists(_data).Should().BeFalse();
    }

    [Fact]
    public async Task A_state_that_is_whole_is_left_as_it_is()
    {
        await MakeStateAsync(store => new UserRegistry(store, TimeProvider.System, _data).ResetAsync("admin", "correct horse"));
        var before = Files();

        (await RunAsync()).Should().Be(ExitCode.Ok, _cli.Output);

        _cli.Output.Should().Contain($"tocsin.db: version {SqlSchema.Steps.Count}, not damaged\n").And.Contain("1 user; callers must authenticate");
        Files().Should().Equal(before);
    }

    [Fact]
    public async Task A_state_that_is_damaged_newer_or_no_state_is_an_error()
    {
        await MakeStateAsync(store => store.CommitAsync(writer => writer.SaveTask(new TaskRecord { Id = "t", Type = "stream" })));
        var file = Path.Combine(_data, "tocsin.db");
        var whole = await File.ReadAllBytesAsync(file);
        foreach (var (change, found) in new (Action<byte[]>, string)[]
        {
            (bytes => bytes.AsSpan(4096).Clear(), "is damaged"),
            (bytes => bytes[62] = 9, $"has version {(9 << 8) + SqlSchema.Steps.Count}; this server knows"),
            (bytes => bytes[0] = 0, "does not begin as a database does"),
            (bytes => bytes[68] = 1, "is a database of another program"),
        })
        {
            var bytes = whole.ToArray();
            change(bytes);
            await File.WriteAllBytesAsync(file, bytes);

            (await RunAsync()).Should().Be(ExitCode.Found);

            _cli.Output.Should().MatchRegex($"(?m)^error   {file}: .*{found}");
        }
    }

    [Fact]
    public async Task A_log_that_a_crash_left_is_for_the_next_start()
    {
        await MakeStateAsync(_ => Task.CompletedTask);
        await File.WriteAllTextAsync(Path.Combine(_data, "tocsin.db-wal"), "x");

        await RunAsync();

        _cli.Output.Should().Contain("skipped").And.Contain("was not stopped in order").And.Contain("whether there are users was not seen");
    }

    [Fact]
    public async Task Rights_of_others_and_files_that_were_kept_are_warned_of()
    {
        if (OperatingSystem.IsWindows())
            return;
        await MakeStateAsync(_ => Task.CompletedTask);
        await File.WriteAllTextAsync(Path.Combine(_data, "tocsin.db.replaced-20261130T101112000"), "");
        File.SetUnixFileMode(_data, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(_plugins, (UnixFileMode)0b111_111_101);

        (await RunAsync()).Should().Be(ExitCode.Found);

        _cli.Output.Should().Contain($"warning {_data}: other users of this machine may enter it\n        → chmod 700 {_data}\n")
            .And.Contain($"warning {_data}/tocsin.db.replaced-20261130T101112000: is kept since the state was replaced\n")
            .And.Contain($"warning {_plugins}: others may write to it, and what they put there runs in the server\n        → chmod go-w {_plugins}\n");
    }

    [Fact]
    public async Task An_address_that_is_taken_open_or_unknown_is_an_error()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        (await RunAsync("--http", $"{other.LocalEndpoint}")).Should().Be(ExitCode.Found);
        _cli.Output.Should().MatchRegex($"error   http {other.LocalEndpoint}: cannot be listened on: .*\n        → stop the program that listens there");
        (await RunAsync("--http", "nonsense")).Should().Be(ExitCode.Found);
        _cli.Output.Should().Contain("error   http nonsense: 'nonsense' isn't an address to listen on");
        (await RunAsync("--http", ":0")).Should().Be(ExitCode.Found);
        _cli.Output.Should().MatchRegex("error   http.auth: .* is reachable from other machines and no users are defined").And.Contain("warning http :0: other machines reach it without TLS");
    }

    [Fact]
    public async Task Mistakes_of_configuration_definitions_and_folders_are_found_at_their_places()
    {
        var config = _cli.File("tocsin.yaml", "hostname: nobody.invalid\nlogging: { levle: INFO }\n");
        _cli.File("load/tasks/t.tick", "dbrp \"a\".\"b\"\nstream|frm()");
        var load = Path.Combine(_cli.Folder, "load");
        Directory.CreateDirectory(Path.Combine(_plugins, "broken"));
        _cli.File("plugins/broken/broken.dll", "not a library");

        (await RunAsync("--config", config, "--load", load, "--scripts", "nowhere")).Should().Be(ExitCode.Found);

        _cli.Output.Should().MatchRegex($"error   {config}:2:12: .*levle").And.Contain("warning hostname: nobody.invalid is not known here")
            .And.Contain($"error   {load}: 1 error and 0 warnings in its definitions\n        → tocsin check --config {config} {load} shows them\n")
            .And.Contain("error   nowhere: --scripts names nowhere as the folder of C# scripts, and it does not exist")
            .And.MatchRegex($"error   {_plugins}: .*broken");
    }

    [Theory]
    [InlineData(0, "answers, version 1.8", FindingState.Ok)]
    [InlineData(60, "its clock is (59|60) s ahead of the one here", FindingState.Warning)]
    [InlineData(-60, "its clock is (60|61) s behind the one here", FindingState.Warning)]
    public async Task The_clock_of_an_InfluxDB_is_compared(int ahead, string found, FindingState state)
    {
        using var influx = new HttpListener();
        var port = FreePort();
        influx.Prefixes.Add($"http://127.0.0.1:{port}/");
        influx.Start();
        var serving = ServeAsync(influx, TimeSpan.FromSeconds(ahead));
        var config = _cli.File("tocsin.yaml", $"influxdb:\n  - name: main\n    urls: ['http://127.0.0.1:{port}']\n    disable-subscriptions: true\n");

        (await RunAsync("--config", config)).Should().Be(state == FindingState.Ok ? ExitCode.Ok : ExitCode.Found, _cli.Output);

        _cli.Output.Should().MatchRegex($"{(state == FindingState.Ok ? "ok     " : "warning")} influxdb 'main': {found}");
        influx.Stop();
        await serving;
    }

    [Fact]
    public async Task An_InfluxDB_that_is_away_is_an_error_and_JSON_says_the_same()
    {
        var config = _cli.File("tocsin.yaml", $"influxdb:\n  - urls: ['http://127.0.0.1:{FreePort()}']\n    disable-subscriptions: true\n");

        (await RunAsync("--config", config, "--json")).Should().Be(ExitCode.Found);

        var findings = JsonDocument.Parse(_cli.Output).RootElement.GetProperty("findings").EnumerateArray().ToList();
        var away = findings.Should().ContainSingle(finding => finding.GetProperty("level").GetString() == "error").Which;
        away.GetProperty("place").GetString().Should().Be("influxdb 'default'");
        away.GetProperty("remedy").GetString().Should().Contain("urls");
    }

    [Fact]
    public async Task The_provider_of_sign_ins_is_asked_what_it_says_of_itself()
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        var config = _cli.File("tocsin.yaml", $"oidc: {{ issuer: '{provider.Url}', client-id: tocsin, roles: {{ oncall: respond }} }}\n");

        (await RunAsync("--config", config)).Should().Be(ExitCode.Ok, _cli.Output);
        _cli.Output.Should().Contain($"ok      oidc: {provider.Url} answers, and signs with 1 key\n");

        provider.Issuer = "https://elsewhere.example";
        (await RunAsync("--config", config)).Should().Be(ExitCode.Found);
        _cli.Output.Should().Contain("error   oidc: the provider calls itself 'https://elsewhere.example'").And.Contain("→ nobody can sign in by it");
    }

    [Fact]
    public async Task A_server_that_runs_is_asked_how_it_is()
    {
        await using var server = await RunningServer.StartAsync(new EngineSettings { DataFolder = _data });
        using (LocalDoor.Open(_data, server.Url, "token"))
        {
            (await RunAsync("--http", server.Url["http://".Length..])).Should().Be(ExitCode.Ok, _cli.Output);
            _cli.Output.Should().Contain("runs, version ").And.Contain("nothing needs attention").And.Contain("may listen there");
        }

        using (LocalDoor.Open(_data, $"http://127.0.0.1:{FreePort()}", "token"))
            (await RunAsync()).Should().Be(ExitCode.Found);
        _cli.Output.Should().Contain("and does not answer");
        await RunAsync();
        _cli.Output.Should().Contain("its local-admin.json cannot be read here");
    }

    public enum FindingState
    {
        Ok,
        Warning,
    }

    private Task<int> RunAsync(params string[] arguments) =>
        _cli.RunAsync(["doctor", "--data", _data, "--plugins", _plugins, .. arguments.Contains("--http") ? [] : new[] { "--http", "127.0.0.1:0" }, .. arguments]);

    private async Task MakeStateAsync(Func<SqliteStateStore, Task> change)
    {
        await using var store = SqliteStateStore.Open(new StoreSettings { Folder = _data, ReserveBytes = 0 });
        await change(store);
    }

    private IReadOnlyList<string> Files() => [.. Directory.GetFiles(_data).Order(StringComparer.Ordinal).Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O} {new FileInfo(file).Length}")];

    // Free a moment ago; nothing listens there unless another program is quick.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task ServeAsync(HttpListener listener, TimeSpan ahead)
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                context.Response.Headers["Date"] = (TimeProvider.System.GetUtcNow() + ahead).ToString("r");
                context.Response.Headers["X-Influxdb-Version"] = "1.8";
                var isPing = context.Request.Url?.AbsolutePath == "/ping";
                context.Response.StatusCode = isPing ? 204 : 200;
                if (!isPing)
                    await context.Response.OutputStream.WriteAsync("""{"results":[{"statement_id":0}]}"""u8.ToArray());
                context.Response.Close();
            }
        }
        catch (Exception problem) when (problem is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
