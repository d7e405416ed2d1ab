using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Configuration;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Hosting;
using Tocsin.Server.Loading;
using Tocsin.Server.Reloading;
using Tocsin.Server.Tests.Testing;

namespace Tocsin.Server.Tests.Cli;

public sealed class ReloadConfigCommandTests : IAsyncLifetime, IDisposable
{
    private readonly CliRun _cli = new();

    // Set before every test.
    private RunningServer _server = null!;
    private Reloader _reloader = null!;
    private string _config = "";

    public async Task InitializeAsync()
    {
        _config = _cli.File("tocsin.yaml", "hostname: here\n");
        Directory.CreateDirectory(Path.Combine(_cli.Folder, "load"));
        _server = await RunningServer.StartAsync(parts: engine =>
        {
            var config = ConfigFile.Load(_config, static _ => null);
            var options = new LiveSetting<ServerOptions>(config.Options);
            var folder = new LoadFolder(engine, Path.Combine(_cli.Folder, "load"), new LoadLedger(Path.Combine(_cli.Folder, "loaded.json")), new ImpatientTime());
            var reload = new ConfigReload(_config, config, engine, options, static _ => { }, new ImpatientTime());
            _reloader = new Reloader(engine, reload, folder, new ReloadQueue<ReloadReport>(), NullLogger.Instance);
            _reloader.Open(default);
            return new ServerParts { Options = options, Reloader = _reloader };
        });
        _cli.Set("TOCSIN_URL", _server.Url);
    }

    [Fact]
    public async Task What_changed_and_what_waits_is_told()
    {
        (await _cli.RunAsync("reload-config")).Should().Be(0);
        _cli.Output.Should().Be("Nothing changed.\n");

        File.WriteAllText(_config, "hostname: there\ndelivery: {jitter: 0}\ndeadman: {id: x}\n");
        (await _cli.RunAsync("reload-config")).Should().Be(1);
        _cli.Output.Should().Be(
            "Applied: delivery.jitter\n" +
            "From the next start of each task: deadman.id; 'tocsin reload TASK' restarts one\n" +
            "Needs a restart of the server: hostname\n");

        (await _cli.RunAsync("status")).Should().Be(0);
        _cli.Output.Should().Contain("\n  a restart of the server is needed for hostname\n");
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_needs_attention_until_it_can()
    {
        File.WriteAllText(_config, $"hostname: here\ninfluxdb: [{{enabled: true, urls: ['https://127.0.0.1:1'], disable-subscriptions: true, ssl-ca: '{_cli.Folder}/ca.pem'}}]\n");

        await _cli.RunAsync("reload-config");
        (await _cli.RunAsync("status")).Should().Be(1);

        _cli.Output.Should().Contain("1 certificate or key that cannot be used").And.Contain("section 'influxdb': option 'ssl-ca': there is no file");
        File.WriteAllText(_config, "hostname: here\n");
        await _cli.RunAsync("reload-config");
        (await _cli.RunAsync("status")).Should().Be(0, _cli.Output);
    }

    [Fact]
    public async Task Definitions_whose_folder_is_gone_need_attention()
    {
        var tasks = Directory.CreateDirectory(Path.Combine(_cli.Folder, "load", "tasks")).FullName;
        File.WriteAllText(Path.Combine(tasks, "a.tick"), "dbrp \"db\".\"rp\"\nstream|from()|httpOut('x')\n");
        (await _reloader.RequestAsync(ReloadScope.All)).Definitions!.Applied.Should().Be(1); // It has a folder of definitions.

        Directory.Delete(tasks, recursive: true);
        await _reloader.RequestAsync(ReloadScope.All);

        (await _cli.RunAsync("status")).Should().Be(1);
        _cli.Output.Should().Contain("1 definition kept although the folder is gone");
    }

    [Fact]
    public async Task A_section_that_nobody_reads_is_not_applied_but_warned_of()
    {
        File.WriteAllText(_config, "hostname: here\nhttpost: [{endpoint: a, url: 'http://x/'}]\n");

        (await _cli.RunAsync("reload-config")).Should().Be(0);

        _cli.Output.Should().Be($"Warning: {_config}:2:1: no loaded plugin reads the section 'httpost'; did you mean 'httppost'?\n");
    }

    [Fact]
    public async Task A_mistake_is_told_with_its_place_here_and_in_the_status()
    {
        File.WriteAllText(_config, "hostnam: x\n");

        (await _cli.RunAsync("reload-config")).Should().Be(3);
        _cli.Errors.Should().Be(
            $"tocsin: the configuration is not applied, all goes on as before:\n{_config}:1:1: there is no option 'hostnam'; did you mean 'hostname'?\n");

        (await _cli.RunAsync("status")).Should().Be(1);
        _cli.Output.Should().Contain("  configuration not applied\n").And.Contain("tocsin.yaml:1:1: there is no option 'hostnam'");
    }

    [Fact]
    public async Task Definitions_are_read_again_too_when_that_is_asked_for()
    {
        _cli.File("load/tasks/a.tick", "dbrp \"db\".\"rp\"\nstream|from()\n");
        _cli.File("load/tasks/b.tick", "stream|form()\n");

        (await _cli.RunAsync("reload-config", "--all")).Should().Be(1);
        _cli.Output.Should().StartWith($"Definitions: 1 of 2 in force from {Path.Combine(_cli.Folder, "load")}\n").And.Contain("b.tick:1:8: error");
        (await _cli.RunAsync("status")).Should().Be(1);
        _cli.Output.Should().Contain("  1 of 2 definitions loaded\n");

        File.Delete(Path.Combine(_cli.Folder, "load/tasks/b.tick"));
        (await _cli.RunAsync("reload-config", "--all", "--json")).Should().Be(0);
        var answer = JsonNode.Parse(_cli.Output)!;
        (answer["definitions"]!["applied"]!.GetValue<int>(), answer["definitions"]!["of"]!.GetValue<int>()).Should().Be((1, 1));
        answer["configuration"]!["file"]!.GetValue<string>().Should().Be(_config);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _cli.Dispose();
}
