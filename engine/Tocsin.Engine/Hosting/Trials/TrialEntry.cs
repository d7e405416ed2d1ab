using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting.Trials;

/// <summary>One event and what came of it.</summary>
/// <param name="Event">Null for calls that no event caused directly.</param>
/// <param name="Calls">What handlers did, by their ids.</param>
public sealed record TrialEntry(AlertEvent? Event, IReadOnlyList<HandlerCall> Calls);
