using System.Text.Json;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Cli;
using Tocsin.Server.Cli.Hosting;
using Tocsin.Server.Tests.Http;

namespace Tocsin.Server.Tests.Cli;

/// <summary>Commands that look after a server: its log, its counters, its services, its state.</summary>
public sealed class ServerCareCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    // Set before every test.
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_task_is_watched_until_somebody_has_seen_enough()
    {
        using var enough = new CancellationTokenSource();
        using var output = new WatchedWriter(line => enough.CancelAsync());
        await _host.DefineAsync("t", "stream|from()");
        var watching = CommandLine.RunAsync(["watch", "t", "-url", Url], new Terminal(output, TextWriter.Null, false, _ => null), enough.Token);
        await Until.True(() => _host.Logs.Streams.HasAny);

        await _host.DefineAsync("other", "stream|from()", "enabled");
        await _host.SendAsync("PATCH", "/tasks/t", """{"status":"enabled"}""");

        (await watching).Should().Be(ExitCode.Ok);
        output.ToString().Should().Contain("msg=\"task started\" service=kapacitor task=t").And.NotContain("task=other");
    }

    [Fact]
    public async Task A_pair_that_is_none_is_told() => (await RunAsync("logs", "x")).Error.Should().Contain("bad keyvalue pair: 'x'");

    [Fact]
    public async Task The_level_is_changed()
    {
        (await RunAsync("level", "debug")).Exit.Should().Be(ExitCode.Ok);
        _host.Logs.Minimum.Should().Be(Microsoft.Extensions.Logging.LogLevel.Debug);
        (await RunAsync("level", "loud")).Error.Should().Contain("debug, info, warn, error or off");
    }

    [Fact]
    public async Task Counters_have_the_layout_of_the_peers_client()
    {
        await _host.WriteAsync("cpu v=1 1\ncpu v=2 2");

        (await RunAsync("stats", "general")).Out.Split('\n')[3].Should().Be("Tasks:                        0                             ");
        (await RunAsync("stats", "ingress")).Out.Should().Be("""
            Database Retention Policy Measurement Points Received
            db       rp               cpu                       2

            """);
        JsonDocument.Parse((await RunAsync("vars")).Out).RootElement.GetProperty("product").GetString().Should().Be("kapacitor");
        JsonDocument.Parse((await RunAsync("stats", "ingress", "--json")).Out).RootElement.GetProperty("ingress").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task Services_are_tested()
    {
        (await RunAsync("list", "service-tests", "t*")).Out.Should().Be("Service Name\ntcp\n");

        var run = await RunAsync("service-tests", "tcp", "nobody");

        run.Exit.Should().Be(ExitCode.Failed);
        run.Out.Should().StartWith("Service             Success   Message").And.Contain("\ntcp                 false     ");
        run.Error.Should().Contain("there is no service 'nobody'");
    }

    [Fact]
    public async Task A_backup_is_whole_and_the_users_own()
    {
        await _host.DefineAsync("t", "stream|from()");
        var file = _folder.Write("b.db", "old");

        (await RunAsync("backup", file)).Exit.Should().Be(ExitCode.Ok);

        Directory.CreateDirectory(_folder.Of("data"));
        File.Move(file, _folder.Of("data", "tocsin.db"));
        await using var store = new EngineSettings { DataFolder = _folder.Of("data") } is var settings ? settings.OpenStore(settings.ForStore()) : null!;
        store.LoadTasks().Should().ContainSingle().Which.Id.Should().Be("t");
        Directory.GetFiles(_folder.Path).Should().BeEmpty();
    }

    [Fact]
    public async Task A_backup_needs_its_folder()
    {
        var run = await RunAsync("backup", _folder.Of("none", "b.db"));

        (run.Exit, run.Error).Should().Be((ExitCode.Failed, $"tocsin: there is no folder {_folder.Of("none")}: make it, or name another file\n"));
    }

    [Theory]
    [InlineData("watch", "cpu_x")]
    [InlineData("logs", "task=cpu_x")]
    public async Task The_log_of_a_task_that_is_not_there_is_not_waited_for(params string[] command)
    {
        await _host.DefineAsync("cpu_a", "stream|from()");

        var run = await RunAsync(command);

        (run.Exit, run.Error).Should().Be((ExitCode.Failed, "tocsin: there is no task 'cpu_x'; did you mean 'cpu_a'?\n"));
    }

    [Fact]
    public async Task A_task_is_shown_as_it_runs_in_a_replay_that_goes_on()
    {
        await _host.DefineAsync("t", "stream|from()");

        (await RunAsync("show", "-replay", "r", "t")).Error.Should().Contain("no running replay with ID: r");
    }

    [Fact]
    public async Task A_configuration_is_converted_and_shown()
    {
        var conf = _folder.Write("kapacitor.conf", "[logging]\nlevel = \"ERROR\"\n[[httppost]]\nendpoint = \"e\"\nurl = \"http://x/\"\nheaders = { A = \"hidden\" }\n");
        var yaml = _folder.Of("tocsin.yaml");

        (await RunAsync("config", "convert", conf, "--out", yaml)).Exit.Should().Be(ExitCode.Ok);
        (await RunAsync("config", "convert", conf, "--out", yaml)).Error.Should().Contain("already");
        foreach (var file in new[] { conf, yaml })
        {
            var shown = await RunAsync("config", "--config", file);
            shown.Exit.Should().Be(ExitCode.Ok);
            shown.Out.Should().Contain("logging:\n  file: STDERR\n").And.Contain("  level: ERROR\n").And.Contain("headers: '***'").And.NotContain("hidden");
        }
    }

    private string Url => _host.Address.ToString();

    private async Task<(int Exit, string Out, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exit = await CommandLine.RunAsync(args[0] == "config" ? args : [.. args, "-url", Url], new Terminal(output, error, false, _ => null));
        return (exit, output.ToString(), error.ToString());
    }

    private sealed class WatchedWriter(Func<string, Task> seen) : StringWriter
    {
        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            await seen(value ?? "");
        }
    }
}
