using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Server.Cli;

namespace Tocsin.Server.Tests.Cli.Care;

public sealed class RestoreCommandTests : IDisposable
{
    private readonly CliRun _cli = new();

    private string Data => Path.Combine(_cli.Folder, "data");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task What_the_command_backup_wrote_comes_back_with_users_tasks_and_handlers()
    {
        var file = Path.Combine(_cli.Folder, "backup.db");
        await using (var server = await RunningServer.StartAsync(new Engine.Hosting.EngineSettings { DataFolder = Data }))
        {
            var script = _cli.File("t.tick", "dbrp \"db\".\"rp\"\nstream|from()|alert().crit(lambda: TRUE).topic('x')");
            var handler = _cli.File("h.yaml", "topic: x\nid: h\nkind: tcp\noptions: { address: '127.0.0.1:9' }\n");
            await OkAsync("define", "t", "-tick", script, "--url", server.Url);
            await OkAsync("define-topic-handler", handler, "--url", server.Url);
            await OkAsync("users", "add", "alice", "--role", "admin", "--url", server.Url);
            var password = _cli.Output.Trim()["Password: ".Length..];
            await OkAsync("backup", file, "--url", server.Url.Replace("://", $"://alice:{password}@", StringComparison.Ordinal));

            (await _cli.RunAsync("restore", file, "--data", Data)).Should().Be(ExitCode.Failed);
            _cli.Errors.Should().Contain("Stop the server that uses it");
        }

        await OkAsync("restore", file, "--data", Data);
        _cli.Output.Should().Contain($"{Data} has the state of {file}, version ").And.Contain("What was there is kept as ");
        await OkAsync("restore", file, "--data", Data + "-2", "--json");
        System.Text.Json.JsonDocument.Parse(_cli.Output).RootElement.GetProperty("folder").GetString().Should().Be(Data + "-2");

        foreach (var folder in new[] { Data, Data + "-2" })
        {
            await using var store = SqliteStateStore.Open(new StoreSettings { Folder = folder, ReserveBytes = 0 });
            store.LoadTasks().Should().ContainSingle().Which.Id.Should().Be("t");
            store.LoadHandlers().Should().ContainSingle().Which.Id.Should().Be("h");
            store.LoadUsers().Should().ContainSingle().Which.Name.Should().Be("alice");
        }
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_is_said_in_one_line()
    {
        var file = _cli.File("kapacitor.db", "x");

        (await _cli.RunAsync("restore", file, "--data", Data)).Should().Be(ExitCode.Failed);

        _cli.Errors.Should().StartWith($"tocsin: {file} is not a backup: ").And.EndWith("'tocsin import'.\n");
        Directory.Exists(Data).Should().BeFalse();
    }

    private async Task OkAsync(params string[] arguments) => (await _cli.RunAsync(arguments)).Should().Be(ExitCode.Ok, _cli.Errors);
}
