namespace Tocsin.Influx.Client;

/// <summary>A question in InfluxQL.</summary>
/// <param name="Text">One statement or several.</param>
public sealed record InfluxQuery(string Text)
{
    /// <summary>The database of names that do not say theirs; empty for none.</summary>
    public string Database { get; init; } = "";

    /// <summary>The retention policy of names that do not say theirs; empty for the database's default.</summary>
    public string RetentionPolicy { get; init; } = "";

    /// <summary>Rows that InfluxDB puts into one chunk of its answer. Default 10,000.</summary>
    public int ChunkRows { get; init; } = 10_000;
}
