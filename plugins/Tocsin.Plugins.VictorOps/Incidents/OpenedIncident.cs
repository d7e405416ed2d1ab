namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>An incident that a handler opened for an alert, or that it asked VictorOps for.</summary>
/// <param name="Number">Its number; empty while VictorOps has not named it.</param>
/// <param name="Event">The event it was opened for: should the answer get lost, the same event comes again.</param>
/// <param name="At">When.</param>
/// <param name="Paged">Who is paged for it, so far as handlers named them.</param>
internal sealed record OpenedIncident(string Number, string Event, DateTimeOffset At, IReadOnlyList<IncidentTarget> Paged)
{
    private static readonly TimeSpan LongestListing = TimeSpan.FromMinutes(10);

    /// <summary>Whether VictorOps may just not list it yet.</summary>
    public bool IsUnlisted(FoundIncidents found, DateTimeOffset now) => Number.Length > 0 && now - At < LongestListing && !found.Listed.Contains(Number);
}
