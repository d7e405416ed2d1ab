using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>Looks for damage in the state file, first in what alerts and their deliveries depend on, and only for so long.</summary>
internal static class SqliteCheck
{
    private const int StepsBetweenLooks = 10_000;

    /// <summary>What is damaged, in SQLite's words; null when nothing is, as far as the time went.</summary>
    public static string? FindDamage(string path, TimeSpan limit, ILogger log)
    {
        using var connection = SqliteFile.OpenReader(path);
        return FindDamage(connection, limit, log);
    }

    /// <inheritdoc cref="FindDamage(string, TimeSpan, ILogger)"/>
    public static string? FindDamage(SqliteConnection connection, TimeSpan limit, ILogger log)
    {
        var handle = connection.Handle ?? throw new ObjectDisposedException(nameof(SqliteConnection));
        var since = Stopwatch.GetTimestamp();
        raw.sqlite3_progress_handler(handle, StepsBetweenLooks, _ => Stopwatch.GetElapsedTime(since) > limit ? 1 : 0, null);
        var at = "the list of tables";
        try
        {
            foreach (var table in SqliteTables.Of(connection))
            {
                at = table.Name;
                if (Check(connection, table) is { } damage)
                    return $"{at}: {damage}";
            }
        }
        catch (SqliteException error) when (error.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            StoreLog.NotChecked(log, at, limit.TotalSeconds);
        }
        catch (SqliteException error) when (SqliteFile.IsDamage(error))
        {
            return $"{at}: {error.Message}";
        }

        return null;
    }

    // The quick check does not look at the order of rows without row ids, which are found by that order alone.
    private static string? Check(SqliteConnection connection, SqliteTable table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {(table.HasRowId ? "quick_check" : "integrity_check")}('{table.Name}')";
        return command.ExecuteScalar() is string answer && answer != "ok" ? answer.ReplaceLineEndings(" ") : null;
    }
}
