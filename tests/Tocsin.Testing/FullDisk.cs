using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Sqlite;

namespace Tocsin.Testing;

/// <summary>Makes a store meet a full disk, without one.</summary>
public static class FullDisk
{
    /// <summary>Lets the file grow to so many pages only; 0 lifts the limit. SQLite keeps it with the connection, so it is set on the store's own.</summary>
    public static void LimitTo(this IStateStore store, int pages)
    {
        using var command = ConnectionOf(DatabaseOf((SqliteStateStore)store)).CreateCommand();
        command.CommandText = $"PRAGMA max_page_count = {(pages > 0 ? pages : int.MaxValue - 1)}";
        command.ExecuteNonQuery();
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_database")]
    private static extern ref SqliteDatabase DatabaseOf(SqliteStateStore store);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_connection")]
    private static extern ref SqliteConnection ConnectionOf(SqliteDatabase database);
}
