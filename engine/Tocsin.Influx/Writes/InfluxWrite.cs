namespace Tocsin.Influx.Writes;

/// <summary>Where lines go.</summary>
/// <param name="Database">The database.</param>
public sealed record InfluxWrite(string Database)
{
    /// <summary>The retention policy; empty for the database's default.</summary>
    public string RetentionPolicy { get; init; } = "";

    public WritePrecision Precision { get; init; }

    /// <summary>How many nodes of a cluster must have it: <c>any</c>, <c>one</c>, <c>quorum</c>, <c>all</c>; empty for the server's default.</summary>
    public string Consistency { get; init; } = "";

    /// <summary>True packs the lines with gzip on their way.</summary>
    public bool IsPacked { get; init; }
}
