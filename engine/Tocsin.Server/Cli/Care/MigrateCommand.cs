using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Sql;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Storage.Postgres;

namespace Tocsin.Server.Cli.Care;

/// <summary><c>tocsin migrate --to PLACE</c>: copies the state of a stopped server from its folder to PostgreSQL, or back.</summary>
internal sealed class MigrateCommand : CliCommand
{
    private const string Forms = "A data folder, or postgres://USER:PASSWORD@HOST:5432/DATABASE; ${env:NAME} and ${file:PATH} are filled in.";

    private readonly Terminal _terminal;
    private readonly Option<string?> _from;
    private readonly Option<string?> _to;
    private readonly Option<bool> _json;

    public MigrateCommand(Terminal terminal)
        : base("migrate", CommandGroup.Caring, "Copy the state of a stopped server from its folder to PostgreSQL, or back, and count it. Where it was it is kept.")
    {
        _terminal = terminal;
        _from = Option<string?>("from", $"Where the state is. {Forms} Default ./{DataChoice.Default}.", "PLACE");
        _to = Option<string?>("to", $"Where it is to be; must hold none. {Forms}", "PLACE");
        _json = Option<bool>("json", "Print JSON.");
    }

    public override IReadOnlyList<string> Examples =>
    [
        "tocsin migrate --from /var/lib/tocsin --to '${env:TOCSIN_POSTGRES}'",
        "tocsin migrate --from '${file:/etc/tocsin/postgres}' --to /var/lib/tocsin",
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var from = PlaceOf(arguments.GetValue(_from) ?? DataChoice.Default);
        var to = PlaceOf(arguments.GetValue(_to) ?? throw new CliException("name where the state is to be: --to postgres://USER:PASSWORD@HOST:5432/DATABASE, or --to FOLDER"));
        if (IsDatabase(from) == IsDatabase(to))
            throw new CliException("one of --from and --to is a folder, and the other one a database: a folder is copied with 'tocsin backup' and 'tocsin restore', a database with pg_dump");
        var moved = Migrate(from, to);
        var rows = moved.Tables.Sum(static table => table.Rows);
        if (arguments.GetValue(_json))
        {
            var tables = moved.Tables.ToDictionary(static table => table.Table, static table => table.Rows);
            await _terminal.Out.WriteLineAsync(JsonSerializer.Serialize(new { from = moved.From, to = moved.To, rows, tables, kept = moved.Kept })).ConfigureAwait(false);
            return ExitCode.Ok;
        }

        foreach (var (table, count) in moved.Tables.Where(static table => table.Rows > 0))
            await _terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count,12:N0} {table}")).ConfigureAwait(false);
        await _terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{moved.To} has the state of {moved.From}: {rows:N0} rows.")).ConfigureAwait(false);
        await _terminal.Out.WriteLineAsync(moved.Kept is { } kept
            ? $"Set storage.postgres in the configuration. The file is kept as {kept}: remove it when nothing in it is missed."
            : "Leave storage.postgres out of the configuration. The database still has what was copied: drop its schema when nothing in it is missed.").ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static Moved Migrate(string from, string to)
    {
        if (!IsDatabase(from))
            return ToDatabase(Path.GetFullPath(from), to);
        using var database = PostgresStoreTables.Open(from);
        using var folder = SqliteStateStore.MakeTables(Path.GetFullPath(to));
        return new Moved(database.Place, folder.Place, StoreMigration.Run(database, folder), null);
    }

    private static Moved ToDatabase(string from, string to)
    {
        IReadOnlyList<(string, long)> tables;
        string place;
        using (var folder = SqliteStateStore.OpenTables(from))
        {
            using var database = PostgresStoreTables.Open(to);
            place = database.Place;
            tables = StoreMigration.Run(folder, database);
        }

        using var taken = DataFolderLock.Take(from);
        var kept = SqliteStateStore.SetAside(from);
        StateElsewhere.Note(from, place);
        return new Moved(from, place, tables, kept);
    }

    private static bool IsDatabase(string place) => place.StartsWith("postgres://", StringComparison.Ordinal) || place.StartsWith("postgresql://", StringComparison.Ordinal);

    private string PlaceOf(string text)
    {
        _ = ConfigVariables.Expand(text, _terminal.Environment, out var place, out var error);
        return error is null ? place.Trim() : throw new CliException($"{text}: {error}");
    }

    private sealed record Moved(string From, string To, IReadOnlyList<(string Table, long Rows)> Tables, string? Kept);
}
