using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>Saves what can be read of a damaged state file in a new one, which takes its place. The damaged one is kept beside it.</summary>
internal sealed class SqliteSalvage(string path, ILogger log)
{
    /// <summary>How long rows are looked for between damaged pages.</summary>
    private static readonly TimeSpan LongestLooks = TimeSpan.FromSeconds(5);

    private readonly SqliteReplacement _replacement = SqliteReplacement.ForDamage(path);

    /// <summary>The fact that tells what was saved, see <see cref="Report"/>.</summary>
    public const string FactName = "damage";

    /// <summary>What became of a file that was damaged while it is still kept; empty when there is none.</summary>
    public static string Report(string path, string? fact) =>
        fact is not null && SqliteReplacement.ForDamage(path).Kept.Any() ? fact : "";

    /// <exception cref="StoreException">Nothing can be read, or there is no room for it.</exception>
    public void Run(string damage)
    {
        StoreLog.Salvaging(log, path, damage);
        _replacement.Discard();
        try
        {
            using var old = SqliteFile.OpenReader(path);
            using var saved = SqliteFile.CreateLike(_replacement.Unfinished, old);
            StoreLog.Salvaged(log, Copy(old, saved, damage));
        }
        catch (SqliteException error)
        {
            _replacement.Discard();
            throw SqliteFile.IsDamage(error) ? SqliteFile.Unreadable(path, damage)
                : SqliteFile.IsOutOfRoom(error) ? NoRoom(damage, error)
                : SqliteFile.Explain(path, error);
        }

        _replacement.Put();
    }

    private StoreException NoRoom(string damage, SqliteException error) => new(
        $"The state file {path} is damaged ({damage}), and there is no room to save what can be read of it: it needs as much again as the file has, {new FileInfo(path).Length >> 20} MB. Free some space, and start the server again.", error);

    private string Copy(SqliteConnection old, SqliteConnection saved, string damage)
    {
        SqliteFile.Execute(saved, "BEGIN");
        var (rows, incomplete) = (0L, new List<string>());
        var watch = Stopwatch.StartNew();
        foreach (var table in SqliteTables.Of(saved))
        {
            var copy = new SqliteTableCopy(old, saved, table, () => watch.Elapsed < LongestLooks);
            copy.Run();
            rows += copy.Rows;
            if (!copy.IsComplete)
                incomplete.Add(table.Name);
        }

        if (rows == 0)
            throw SqliteFile.Unreadable(path, damage);
        var loss = incomplete.Count == 0 ? "nothing was found missing" : $"some rows could not be read in: {string.Join(", ", incomplete)}";
        var report = string.Create(
            CultureInfo.InvariantCulture,
            $"The state file {path} was found damaged on {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC ({damage}). {rows} rows were saved; {loss}. "
            + $"The damaged file is kept as {_replacement.KeptFiles}: remove it when nothing in it is missed.");
        using (var command = saved.CreateCommand())
        {
            command.CommandText = "INSERT OR REPLACE INTO facts (name, value) VALUES ($name, $report)";
            command.Parameters.AddWithValue("$name", FactName);
            command.Parameters.AddWithValue("$report", report);
            command.ExecuteNonQuery();
        }

        SqliteFile.Execute(saved, "COMMIT");
        return report;
    }
}
