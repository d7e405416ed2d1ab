using System.CommandLine;
using System.Text.Json;
using Tocsin.Alerting.Storage.Sqlite;

namespace Tocsin.Server.Cli.Care;

/// <summary><c>tocsin restore FILE</c>: puts a backup in the place of the state of a server that is stopped.</summary>
internal sealed class RestoreCommand : CliCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _file;
    private readonly Option<string?> _data;
    private readonly Option<bool> _json;

    public RestoreCommand(Terminal terminal)
        : base("restore", CommandGroup.Caring, "Put a backup in the place of the state of a stopped server; what was there is kept.")
    {
        _terminal = terminal;
        _file = Argument<string>("file", "What 'tocsin backup' wrote.");
        _data = Option<string?>(DataChoice.Name, DataChoice.Description, "FOLDER");
        _json = Option<bool>("json", "Print JSON.");
    }

    public override IReadOnlyList<string> Examples => ["tocsin restore /var/backups/tocsin.db --data /var/lib/tocsin"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var file = arguments.GetRequiredValue(_file);
        var folder = Path.GetFullPath(DataChoice.PathOf(arguments, _data));
        var restored = SqliteStateStore.Restore(file, folder);
        if (arguments.GetValue(_json))
        {
            await _terminal.Out.WriteLineAsync(JsonSerializer.Serialize(new { folder, version = restored.Version, kept = restored.Kept })).ConfigureAwait(false);
            return ExitCode.Ok;
        }

        await _terminal.Out.WriteLineAsync($"{folder} has the state of {file}, version {restored.Version}.").ConfigureAwait(false);
        if (restored.Kept is { } kept)
            await _terminal.Out.WriteLineAsync($"What was there is kept as {kept}: remove it when nothing in it is missed.").ConfigureAwait(false);
        return ExitCode.Ok;
    }
}
