namespace Tocsin.Pipelines.Data;

/// <summary>The database and retention policy that points were written to. Interned by <see cref="SeriesTable"/>: compare references.</summary>
internal sealed class Origin
{
    /// <summary>Points that no write brought: both names are empty.</summary>
    public static readonly Origin None = new("", "");

    internal Origin(string database, string retentionPolicy)
    {
        Database = database;
        RetentionPolicy = retentionPolicy;
    }

    public string Database { get; }

    public string RetentionPolicy { get; }
}
