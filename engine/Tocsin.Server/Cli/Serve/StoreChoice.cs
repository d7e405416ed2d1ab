using System.Runtime.CompilerServices;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Storage.Postgres;

namespace Tocsin.Server.Cli.Serve;

/// <summary>Where a server keeps its state: in its folder, or in the database that the configuration names.</summary>
internal static class StoreChoice
{
    public static IStateStore Open(StorageOptions options, StoreSettings settings) => options.Postgres.Length > 0 ? OpenPostgres(options, settings) : SqliteStateStore.Open(settings);

    // Apart, and without a type of it in what others see: whoever needs no database loads nothing of it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IStateStore OpenPostgres(StorageOptions options, StoreSettings settings) => PostgresStateStore.Open(options.Postgres, options.PostgresWait, settings);
}
