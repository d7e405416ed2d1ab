using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Sql;

namespace Tocsin.Storage.Postgres;

/// <summary>The state in a schema of a PostgreSQL database. The data folder keeps what is of this machine only.</summary>
public sealed class PostgresStateStore : SqlStateStore
{
    private readonly PostgresAddress _address;
    private readonly PostgresDatabase _database;
    private readonly DataFolderLock? _lock;
    private readonly string _folder;

    private PostgresStateStore(PostgresAddress address, PostgresDatabase database, DataFolderLock? taken, StoreSettings settings)
        : base(database, settings) =>
        (_address, _database, _lock, _folder) = (address, database, taken, settings.Folder ?? "");

    public override StoreFailure? Failure => base.Failure ?? _database.Failure;

    public override StoreStatus Status => StatusOf(_folder) with { Database = _address.Shown };

    /// <summary>Opens the state in a database, or makes it.</summary>
    /// <param name="address">As in <see cref="StorageOptions.Postgres"/>.</param>
    /// <param name="patience">How long a server is waited for that is away.</param>
    /// <exception cref="StoreException">The database cannot be used or is used by another server, or the folder holds state.</exception>
    public static PostgresStateStore Open(string address, TimeSpan patience, StoreSettings settings)
    {
        var at = PostgresAddress.Parse(address);
        var taken = settings.Lock ?? (settings.Folder is { } folder ? DataFolderLock.Take(folder) : null);
        PostgresDatabase? database = null;
        try
        {
            if (settings.Folder is { } data)
                StateElsewhere.RefuseFile(data, at.Shown);
            database = PostgresDatabase.Open(at, patience, settings);
            var store = new PostgresStateStore(at, database, taken, settings);
            if (settings.Folder is { } mine)
                StateElsewhere.Note(mine, at.Shown);
            return store;
        }
        catch
        {
            database?.Dispose();
            taken?.Dispose();
            throw;
        }
    }

    public override void CopyTo(string path) => throw new StoreException(
        $"The state is in {_address.Shown}: back it up with PostgreSQL's own tools, as with pg_dump --schema={_address.Schema}. 'tocsin migrate' copies it to a folder.");

    protected override void Close()
    {
        _database.Dispose();
        _lock?.Dispose();
    }
}
