namespace Tocsin.EndToEnd;

/// <summary>The state in PostgreSQL, with the program as people get it.</summary>
public sealed class PostgresTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_that_keeps_its_state_in_a_file_loads_nothing_of_PostgreSQL()
    {
        using var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data");

        LoadedModules.Of(server).Should().Contain(name => name.Contains("sqlite", StringComparison.OrdinalIgnoreCase))
            .And.NotContain(name => name.StartsWith("Npgsql", StringComparison.Ordinal) || name.StartsWith("Tocsin.Storage", StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task The_state_of_a_folder_goes_to_a_database_and_back()
    {
        var address = (await PostgresServer.SharedAsync()).NewAddress();
        _folder.Write("address", address);
        _folder.Write("database.yaml", "storage:\n  postgres: ${file:address}\n");
        using (var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data"))
        {
            await DefineAsync(server, "first");
            (await RunAsync("migrate", "--from", "data", "--to", address)).Should().Contain("Stop the server that uses it");
            await server.TerminateAsync();
        }

        (await RunAsync("migrate", "--from", "data", "--to", "${file:address}")).Should().Contain("has the state of").And.Contain("tocsin.db.migrated-").And.Contain("1 tasks");
        (await RunAsync("serve", "--data", "data", "--http", "127.0.0.1:0")).Should().Contain("name that in storage.postgres");
        using (var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--config", "database.yaml"))
        {
            LoadedModules.Of(server).Should().Contain(name => name.StartsWith("Npgsql", StringComparison.Ordinal));
            (await TasksAsync(server)).Should().Contain("first");
            await DefineAsync(server, "second");
            (await server.TerminateAsync()).Log.Should().NotContain(address);
        }

        (await RunAsync("migrate", "--from", "${file:address}", "--to", "data", "--json")).Should().Contain("\"tasks\":2");
        using var again = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data");
        (await TasksAsync(again)).Should().Contain("first").And.Contain("second");
    }

    private async Task DefineAsync(TocsinProcess server, string id)
    {
        _folder.Write("task.tick", "dbrp \"db\".\"rp\"\nstream|from()|alert().crit(lambda: TRUE).topic('x')");
        (await TocsinProcess.RunAsync(_folder.Path, server.Url, "define", id, "-tick", "task.tick")).ExitCode.Should().Be(0);
    }

    private async Task<string> TasksAsync(TocsinProcess server) => (await TocsinProcess.RunAsync(_folder.Path, server.Url, "list", "tasks")).Output;

    private async Task<string> RunAsync(params string[] arguments)
    {
        var (_, output, errors) = await TocsinProcess.RunAsync(_folder.Path, null, arguments);
        return output + errors;
    }
}
