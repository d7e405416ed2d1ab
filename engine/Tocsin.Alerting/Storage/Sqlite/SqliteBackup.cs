using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Storage.Sql;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>A backup on its way to the place of a state file: judged first, and copied whole before anything is replaced.</summary>
internal static class SqliteBackup
{
    /// <inheritdoc cref="SqliteStateStore.Restore"/>
    public static RestoredState Restore(string file, string folder)
    {
        var version = Judge(file);
        using var taken = DataFolderLock.Take(folder);
        StateElsewhere.Refuse(folder);
        var replacement = SqliteReplacement.ForBackup(Path.Combine(folder, SqliteStateStore.FileName));
        replacement.Finish();
        try
        {
            Copy(file, replacement.Unfinished);
            if (FindDamage(replacement.Unfinished) is { } damage)
                throw new StoreException($"The backup {file} is damaged: {damage}. Nothing was changed: take another one.");
            return new RestoredState(version, replacement.Put());
        }
        catch (IOException error)
        {
            throw new StoreException($"The backup {file} cannot be copied to {folder}: {error.Message} Nothing was changed.", error);
        }
        finally
        {
            replacement.Discard();
        }
    }

    private static int Judge(string file)
    {
        var header = Read(file);
        if (!header.IsDatabase)
            throw Refuse(file, "it does not begin as one does. Give a file that 'tocsin backup' wrote; a database of Kapacitor is taken over by 'tocsin import'.");
        if (header.Application != SqliteTables.ApplicationId)
            throw Refuse(file, "it is a database of another program.");
        if (header.Version > SqlSchema.Steps.Count)
        {
            throw new StoreException(
                $"The backup {file} has version {header.Version}; this program knows versions up to {SqlSchema.Steps.Count}. Restore it with the newer program, and go on with that.");
        }

        if (header.HasLog)
        {
            throw Refuse(
                file,
                "it is a copied state file, and what was written last may be missing in it. Take a backup with 'tocsin backup', or, "
                + $"when its server was stopped, copy it with {Path.GetFileName(file)}-wal, if there is one, into a data folder of its own.");
        }

        return header.Version;
    }

    private static SqliteHeader Read(string file)
    {
        try
        {
            return SqliteHeader.Read(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The backup {file} cannot be read: {error.Message}", error);
        }
    }

    private static StoreException Refuse(string file, string why) => new($"{file} is not a backup: {why}");

    private static void Copy(string file, string path)
    {
        using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var to = PrivateFile.Open(path, FileMode.Create, FileAccess.Write, FileShare.None, from.Length);
        from.CopyTo(to);
        to.Flush(flushToDisk: true);
    }

    private static string? FindDamage(string path)
    {
        try
        {
            return SqliteCheck.FindDamage(path, TimeSpan.MaxValue, NullLogger.Instance);
        }
        catch (SqliteException error)
        {
            return error.Message;
        }
    }
}
