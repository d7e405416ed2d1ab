namespace Tocsin.Alerting.Alerts;

/// <summary>A handler that gets events of a topic.</summary>
/// <param name="Target">The name of its target: <c>topic/handler</c>.</param>
/// <param name="Match">The expression that says which; empty for all.</param>
public readonly record struct ListeningHandler(string Topic, string Target, string Match);
