namespace Tocsin.Alerting.Storage.Rows;

/// <summary>A source as its author wrote it.</summary>
public sealed record SourceSpec
{
    /// <summary>Names the source in addresses: <c>/ingest/{id}</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The kind that reads its requests.</summary>
    public required string Kind { get; init; }

    /// <summary>The whole definition, a JSON object with the keys of definition files; variables stand in it as they were written.</summary>
    public required string Json { get; init; }
}
