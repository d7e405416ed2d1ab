namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>One who is paged.</summary>
/// <param name="Type"><c>User</c> or <c>EscalationPolicy</c>.</param>
/// <param name="Slug">A username, or the slug of a policy.</param>
internal readonly record struct IncidentTarget(string Type, string Slug)
{
    public static IncidentTarget User(string name) => new("User", name);

    public static IncidentTarget Policy(string slug) => new("EscalationPolicy", slug);
}
