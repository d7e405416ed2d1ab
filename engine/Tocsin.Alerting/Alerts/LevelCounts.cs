namespace Tocsin.Alerting.Alerts;

/// <summary>How many alert ids of a topic are at each level.</summary>
public readonly record struct LevelCounts(long Ok, long Info, long Warning, long Critical);
