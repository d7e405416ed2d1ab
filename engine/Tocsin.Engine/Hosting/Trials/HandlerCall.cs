using Tocsin.Alerting.Names;
using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting.Trials;

/// <summary>What a handler did with one event.</summary>
/// <param name="Target">The handler.</param>
/// <param name="Handler">What its own lines call it: its id, or the task and node it belongs to.</param>
public sealed record HandlerCall(string Kind, HandlerTarget Target, string Handler, AlertEvent Event)
{
    /// <summary>The requests it would have sent.</summary>
    public IReadOnlyList<CapturedRequest> Requests { get; init; } = [];

    /// <summary>What it would have done beside requests; null when it did nothing else.</summary>
    public string? Action { get; init; }

    /// <summary>Why it would not have taken the event; null when it would.</summary>
    public string? Refusal { get; init; }
}
