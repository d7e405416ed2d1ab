namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>What an incident was told of one change of the level: what one handler of the alert did, another does not repeat.</summary>
/// <param name="Event">The event.</param>
/// <param name="IsNoted">Whether the incident has a note of it.</param>
/// <param name="Paged">Who was paged again for it.</param>
internal sealed record ToldLevel(string Event, bool IsNoted, IReadOnlyList<IncidentTarget> Paged);
