using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Storage.Postgres;

namespace Tocsin.Storage.Tests;

/// <summary>A place for a store, of one kind or the other.</summary>
internal sealed class StoreRig : IDisposable
{
    public const string Sqlite = "SQLite";
    public const string Postgres = "PostgreSQL";

    private readonly TempFolder _folder = new();
    private readonly string? _address;

    private StoreRig(string? address) => _address = address;

    /// <summary>The kinds that can be tested here.</summary>
    public static TheoryData<string> Kinds => PostgresServer.WhyNot is null ? [Sqlite, Postgres] : [Sqlite];

    public string Folder => _folder.Path;

    public static async Task<StoreRig> MakeAsync(string kind) => new(kind == Postgres ? (await PostgresServer.SharedAsync()).NewAddress() : null);

    public IStateStore Open(bool keepsLedger = true)
    {
        var settings = new StoreSettings { Folder = Folder, ReserveBytes = 0, KeepsLedger = keepsLedger };
        return _address is null ? SqliteStateStore.Open(settings) : PostgresStateStore.Open(_address, TimeSpan.Zero, settings);
    }

    public void Dispose() => _folder.Dispose();
}
