namespace Tocsin.Plugins.VictorOps.Teams;

/// <summary>A team of VictorOps.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Slug">What the API calls it.</param>
/// <param name="Members">Usernames.</param>
/// <param name="Policies">Names and slugs of its escalation policies.</param>
/// <param name="RoutingKeys">The routing keys that start one of its policies.</param>
internal sealed record ImportedTeam(
    string Name, string Slug, IReadOnlyList<string> Members, IReadOnlyList<(string Name, string Slug)> Policies, IReadOnlyList<string> RoutingKeys);
