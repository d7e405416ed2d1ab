namespace Tocsin.Pipelines.Arrivals;

/// <summary>A source of which nothing comes.</summary>
/// <param name="Name">Such as <c>measurement cpu of telegraf.autogen</c>.</param>
/// <param name="AlertId">The id of the alert that says so.</param>
/// <param name="Seen">When data came last, to a few seconds; null when none came since the server began.</param>
/// <param name="Tasks">Whose deadmen are held.</param>
public sealed record BlindSource(string Name, string AlertId, DateTimeOffset? Seen, IReadOnlyList<string> Tasks);
