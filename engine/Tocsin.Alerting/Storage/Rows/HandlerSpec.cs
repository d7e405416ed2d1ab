using Tocsin.Alerting.Names;

namespace Tocsin.Alerting.Storage.Rows;

/// <summary>A handler of a topic as its author wrote it.</summary>
public sealed record HandlerSpec
{
    public required string Topic { get; init; }

    /// <summary>Names the handler within its topic.</summary>
    public required string Id { get; init; }

    /// <summary>Whom its deliveries are owed to.</summary>
    public HandlerTarget Target => new(Topic, Id);

    public required string Kind { get; init; }

    /// <summary>Which events the handler takes, as an expression; empty takes all.</summary>
    public string Match { get; init; } = "";

    /// <summary>The options, a JSON object; null when there are none.</summary>
    public string? OptionsJson { get; init; }

    /// <summary>How its deliveries differ from those of other handlers, a JSON object; null when they do not.</summary>
    public string? DeliveryJson { get; init; }
}
