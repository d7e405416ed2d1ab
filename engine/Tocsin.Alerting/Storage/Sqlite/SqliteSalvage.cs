using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>
/// Saves what can be read of a damaged state file in a new one, which takes its place. The damaged one is kept beside it. A crash at any
/// moment leaves either to be gone on with.
/// </summary>
internal sealed class SqliteSalvage(string path, ILogger log)
{
    private const string KeptAs = ".damaged-";

    /// <summary>How long rows are looked for between damaged pages.</summary>
    private static readonly TimeSpan LongestLooks = TimeSpan.FromSeconds(5);

    private static readonly string[] Parts = ["", "-wal", "-shm"];

    private readonly string _unfinished = path + ".new";
    private readonly string _saved = path + ".saved";

    /// <summary>The fact that tells what was saved, see <see cref="Report"/>.</summary>
    public const string FactName = "damage";

    /// <summary>What became of a file that was damaged while it is still kept; empty when there is none.</summary>
    public static string Report(string path, string? fact) =>
        fact is not null && Directory.EnumerateFiles(Path.GetDirectoryName(path) ?? ".", Path.GetFileName(path) + KeptAs + "*").Any() ? fact : "";

    /// <summary>Goes on where a crash cut it off after all was saved.</summary>
    public void Finish()
    {
        Delete(_unfinished);
        if (!File.Exists(_saved))
            return;
        var kept = path + KeptAs + File.GetLastWriteTimeUtc(_saved).ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        foreach (var part in Parts)
        {
            if (File.Exists(path + part))
                File.Move(path + part, kept + part, overwrite: true);
        }

        File.Move(_saved, path);
    }

    /// <exception cref="StoreException">Nothing can be read, or there is no room for it.</exception>
    public void Run(string damage)
    {
        StoreLog.Salvaging(log, path, damage);
        Delete(_unfinished);
        try
        {
            using var old = SqliteFile.OpenReader(path);
            using var saved = SqliteFile.CreateLike(_unfinished, old);
            StoreLog.Salvaged(log, Copy(old, saved, damage));
        }
        catch (SqliteException error)
        {
            throw SqliteFile.IsDamage(error) ? SqliteFile.Unreadable(path, damage) : SqliteFile.Explain(path, error);
        }

        File.Move(_unfinished, _saved);
        Finish();
    }

    private string Copy(SqliteConnection old, SqliteConnection saved, string damage)
    {
        SqliteFile.Execute(saved, "BEGIN");
        var (rows, incomplete) = (0L, new List<string>());
        var watch = Stopwatch.StartNew();
        foreach (var table in SqliteSchema.TablesOf(saved))
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
            + $"The damaged file is kept as {Path.GetFileName(path)}{KeptAs}*: remove it when nothing in it is missed.");
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

    private static void Delete(string file)
    {
        foreach (var part in Parts)
            File.Delete(file + part);
    }
}
