namespace Tocsin.Engine.Alerts;

/// <summary>How many events a handler took.</summary>
/// <param name="Target">The handler's name: <c>topic/handler</c>.</param>
/// <param name="Matched">Events it took since the server started.</param>
/// <param name="MatchErrors">Events for which its match expression had no answer; they were not taken.</param>
public readonly record struct SubscriptionStatus(string Target, long Matched, long MatchErrors);
