using Microsoft.Data.Sqlite;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>The tables as they stand in a file.</summary>
internal static class SqliteTables
{
    /// <summary>Marks our files among all those of SQLite: "Tocs".</summary>
    public const int ApplicationId = 0x546F6373;

    /// <summary>What alerts and their deliveries depend on, the most important first.</summary>
    private static readonly string[] Vital =
        ["facts", "tasks", "templates", "handlers", "config_overrides", "sources", "users", "tokens", "topics", "targets", "outbox", "open_alerts", "events", "silences", "withheld", "sent", "drills"];

    /// <summary>The history of what was, which is long, comes last.</summary>
    private const string Longest = "ledger";

    /// <summary>The tables of a file, those first that matter most.</summary>
    public static IReadOnlyList<SqliteTable> Of(SqliteConnection connection)
    {
        var tables = new List<SqliteTable>();
        using var command = connection.CreateCommand();

        // The numbers of dead letters are given anew as these are copied.
        command.CommandText = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'dead_letter_numbers'";
        using var rows = command.ExecuteReader();
        while (rows.Read())
            tables.Add(new SqliteTable(rows.GetString(0), !rows.GetString(1).EndsWith("WITHOUT ROWID", StringComparison.Ordinal)));
        return [.. tables.OrderBy(table => table.Name == Longest ? int.MaxValue : Array.IndexOf(Vital, table.Name) is >= 0 and var place ? place : Vital.Length)];
    }
}
