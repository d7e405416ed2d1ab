namespace Tocsin.Alerting.Storage.Rows;

/// <summary>A task as it is kept. The texts are those the API took; the store does not look into them.</summary>
public sealed record TaskRecord
{
    public required string Id { get; init; }

    /// <summary><c>stream</c> or <c>batch</c>.</summary>
    public required string Type { get; init; }

    public string Script { get; init; } = "";

    /// <summary>The databases and retention policies, as a JSON list.</summary>
    public string DbrpsJson { get; init; } = "[]";

    /// <summary>The variables, as a JSON object.</summary>
    public string VarsJson { get; init; } = "{}";

    /// <summary><c>enabled</c>, <c>disabled</c>, or <c>deleted</c> while it still has alerts to close.</summary>
    public string Status { get; init; } = "disabled";

    /// <summary>The template the task is made from; empty when it is made from none.</summary>
    public string TemplateId { get; init; } = "";

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset Modified { get; init; }

    /// <summary>Null when the task was never enabled.</summary>
    public DateTimeOffset? LastEnabled { get; init; }

    /// <summary>What stopped the task last; empty when nothing did.</summary>
    public string Error { get; init; } = "";

    /// <summary>The script that ran last; null when the task never ran.</summary>
    public string? RanScript { get; init; }

    /// <summary>The variables it ran with, as a JSON object; null when the task never ran.</summary>
    public string? RanVarsJson { get; init; }
}
