namespace Tocsin.Alerting.Storage.Rows;

/// <summary>A template as it is kept. The texts are those the API took; the store does not look into them.</summary>
public sealed record TemplateRecord
{
    public required string Id { get; init; }

    /// <summary><c>stream</c> or <c>batch</c>.</summary>
    public required string Type { get; init; }

    public string Script { get; init; } = "";

    /// <summary>The variables and their defaults, as a JSON object.</summary>
    public string VarsJson { get; init; } = "{}";

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset Modified { get; init; }

    /// <summary>What is wrong with the template; empty when nothing is.</summary>
    public string Error { get; init; } = "";
}
