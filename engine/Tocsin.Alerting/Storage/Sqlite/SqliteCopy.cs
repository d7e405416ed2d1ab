using Microsoft.Data.Sqlite;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>A copy of a state file that is in use: what is committed at one moment, whole, in one file that a server can start with.</summary>
internal static class SqliteCopy
{
    /// <param name="folder">The folder of the state file.</param>
    /// <param name="path">The new file; is made for the server's user alone.</param>
    /// <exception cref="StoreException">The copy cannot be made. What was written of it is gone.</exception>
    public static void Write(string folder, string path)
    {
        try
        {
            PrivateFile.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.None).Dispose();
            using var connection = SqliteFile.OpenForCopy(Path.Combine(folder, SqliteStateStore.FileName));
            using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO $path";
            command.Parameters.AddWithValue("$path", path);
            command.ExecuteNonQuery();
        }
        catch (SqliteException error)
        {
            File.Delete(path);
            throw SqliteFile.IsOutOfRoom(error)
                ? new StoreException($"There is no room for a copy of the state in {Path.GetDirectoryName(path)}: it needs as much as {SqliteStateStore.FileName} has. Free some space.", error)
                : SqliteFile.Explain(Path.Combine(folder, SqliteStateStore.FileName), error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"A copy of the state cannot be written to {path}: {error.Message}", error);
        }
    }
}
