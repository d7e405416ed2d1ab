using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting.Replays;

/// <summary>One event and what came of it.</summary>
/// <param name="Event">Null for calls that no event caused directly.</param>
/// <param name="Calls">What handlers did, by their ids.</param>
public sealed record ReplayEntry(AlertEvent? Event, IReadOnlyList<HandlerCall> Calls);
