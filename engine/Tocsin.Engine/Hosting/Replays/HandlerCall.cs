using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting.Replays;

/// <summary>What a handler did with one event.</summary>
/// <param name="Handler">The handler's id, or the task and node it belongs to.</param>
public sealed record HandlerCall(string Kind, string Handler, AlertEvent Event)
{
    /// <summary>The handler among all: <c>topic/handler</c>, or <c>task/node/kind</c> for one of an alert node.</summary>
    public string Target => Handler.Contains('/', StringComparison.Ordinal) ? $"{Handler}/{Kind}" : $"{Event.Topic}/{Handler}";

    /// <summary>The requests it would have sent.</summary>
    public IReadOnlyList<CapturedRequest> Requests { get; init; } = [];

    /// <summary>What it would have done beside requests; null when it did nothing else.</summary>
    public string? Action { get; init; }

    /// <summary>Why it would not have taken the event; null when it would.</summary>
    public string? Refusal { get; init; }
}
