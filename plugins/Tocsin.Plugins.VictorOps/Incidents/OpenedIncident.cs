namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>An incident that a handler opened for an alert, or that it asked VictorOps for, or that it told of another level.</summary>
/// <param name="Number">Its number; empty while VictorOps has not named it.</param>
/// <param name="Event">The event it was opened for: should the answer get lost, the same event comes again. Empty for one that was there before.</param>
/// <param name="At">When.</param>
/// <param name="Paged">Who is paged for it, so far as handlers named them.</param>
internal sealed record OpenedIncident(string Number, string Event, DateTimeOffset At, IReadOnlyList<IncidentTarget> Paged)
{
    private static readonly TimeSpan LongestListing = TimeSpan.FromMinutes(10);

    /// <summary>The last change of the level that it was told of.</summary>
    public ToldLevel? Told { get; init; }

    /// <summary>Whether this process opened it, and so knows who is paged.</summary>
    public bool IsOwn => Event.Length > 0;

    /// <summary>Whether VictorOps may just not list it yet.</summary>
    public bool IsUnlisted(FoundIncidents found, DateTimeOffset now) => IsOwn && Number.Length > 0 && now - At < LongestListing && !found.Listed.Contains(Number);

    public OpenedIncident WithPaged(IReadOnlyList<IncidentTarget> targets, string forEvent) => this with
    {
        Paged = [.. Paged.Union(targets)],
        Told = Told is { } told && told.Event == forEvent ? told with { Paged = [.. told.Paged.Union(targets)] } : Told,
    };
}
