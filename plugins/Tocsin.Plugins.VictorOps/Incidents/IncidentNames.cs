namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>Whom a handler names for one event, as people write them.</summary>
/// <param name="Users">Usernames.</param>
/// <param name="Teams">Names or slugs of teams.</param>
/// <param name="Policies">Slugs, or with a file of teams names, of escalation policies.</param>
/// <param name="OnCall">Teams and policies of which those are meant who are on call.</param>
internal sealed record IncidentNames(
    IReadOnlyList<string> Users, IReadOnlyList<string> Teams, IReadOnlyList<string> Policies, IReadOnlyList<string> OnCall)
{
    /// <summary>The same for the same names.</summary>
    public string Key => string.Join('\n', new[] { Users, Teams, Policies, OnCall }.Select(names => string.Join('\t', names)));
}
