using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Storage.Sql;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>Looks at a state file that nobody uses as if it stood on a disk that cannot be written: neither it nor its folder is touched.</summary>
internal static class SqliteLook
{
    /// <inheritdoc cref="SqliteStateStore.Look"/>
    public static StateLook At(string folder, TimeSpan limit)
    {
        var path = Path.Combine(folder, SqliteStateStore.FileName);
        var look = new StateLook { NewestVersion = SqlSchema.Steps.Count, Kept = Kept(path) };
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
            return look;
        look = look with { IsThere = true, HasLog = new FileInfo(path + "-wal") is { Exists: true, Length: > 0 } };
        try
        {
            var header = SqliteFile.Judge(path);
            return Look(path, limit, look with { Version = header.Version });
        }
        catch (StoreException problem)
        {
            return look with { Problem = problem.Message };
        }
    }

    private static StateLook Look(string path, TimeSpan limit, StateLook look)
    {
        if (look.HasLog)
            return look;
        try
        {
            using var connection = SqliteFile.OpenUnchanging(path);
            var damage = SqliteCheck.FindDamage(connection, limit, NullLogger.Instance);
            return look with { Users = Users(connection), Problem = damage is null ? null : $"The state file {path} is damaged: {damage}. The next start saves what can be read; put a backup in its place if that is not enough." };
        }
        catch (SqliteException error)
        {
            return look with { Problem = SqliteFile.Explain(path, error).Message };
        }
    }

    // Older files have no such table.
    private static int Users(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'users'";
        if (command.ExecuteScalar() is not 1L)
            return 0;
        command.CommandText = "SELECT count(*) FROM users";
        return (int)(long)command.ExecuteScalar()!; // A count always answers.
    }

    private static IReadOnlyList<string> Kept(string path) => !Directory.Exists(Path.GetDirectoryName(path)) ? [] :
    [
        .. new[] { SqliteReplacement.ForDamage(path), SqliteReplacement.ForBackup(path), SqliteReplacement.ForCopy(path) }.SelectMany(replacement => replacement.Kept).Order(StringComparer.Ordinal),
    ];
}
