using Microsoft.Data.Sqlite;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>
/// Damage that is met while the server runs: nothing more is taken then, as it might be written where nobody finds it. A file beside the
/// database has the next start look at all of it. Safe for any thread.
/// </summary>
internal sealed class SqliteDamage(string path)
{
    private const string Ending = ".check";

    private StoreFailure? _found;

    /// <summary>Since when it is known, and what it is; null when nothing is.</summary>
    public StoreFailure? Found => Volatile.Read(ref _found);

    /// <summary>True when a server met damage and no start has looked at the file since.</summary>
    public static bool WasNoted(string path) => File.Exists(path + Ending);

    public static void Forget(string path) => File.Delete(path + Ending);

    /// <summary>Puts an error of SQLite into words, and remembers it when it is damage.</summary>
    public StoreException Explain(SqliteException error)
    {
        var problem = SqliteFile.Explain(path, error);
        if (SqliteFile.IsDamage(error))
        {
            Note();
            Interlocked.CompareExchange(ref _found, new StoreFailure(TimeProvider.System.GetUtcNow(), problem.Message), null);
        }

        return problem;
    }

    // Has the next start look at the whole file.
    private void Note()
    {
        try
        {
            PrivateFile.Open(path + Ending, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next start then looks as far as it always does.
        }
    }
}
