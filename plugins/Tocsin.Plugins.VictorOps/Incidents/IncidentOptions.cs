using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>What one handler of incidents can say; what is left empty is taken from the configuration.</summary>
[HandlerOptions]
internal sealed record IncidentOptions : ICheckedOptions, IServedOptions
{
    /// <summary>Usernames of those who are paged, templates.</summary>
    [Destination]
    public IReadOnlyList<EventTemplate> Users { get; init; } = [];

    /// <summary>Names or slugs of teams, templates; a team stands for all its escalation policies.</summary>
    [Destination]
    public IReadOnlyList<EventTemplate> Teams { get; init; } = [];

    /// <summary>Slugs of the escalation policies that are started, templates.</summary>
    [Destination]
    public IReadOnlyList<EventTemplate> Policies { get; init; } = [];

    /// <summary>
    /// Names or slugs of teams, or slugs of escalation policies, templates: who is on call for them when an incident is opened is paged too. Empty, the
    /// default: those of the configuration.
    /// </summary>
    [Destination]
    public IReadOnlyList<EventTemplate> OnCall { get; init; } = [];

    /// <summary>
    /// A file of teams that <c>tocsin victorops teams import</c> wrote, from the folder the server was started in. With it teams and policies
    /// may be named as people call them, and what it does not know is refused. Empty, the default: VictorOps is asked for the policies of teams.
    /// </summary>
    [Destination]
    public string TeamsFile { get; init; } = "";

    /// <summary>The user in whose name things are done, a template. Empty, the default: the one of the configuration.</summary>
    public EventTemplate? UserName { get; init; }

    /// <summary>Whether each of several targets has to acknowledge. Default false: one of them is enough.</summary>
    public bool MultiResponder { get; init; }

    /// <summary>The title, a template. Default: the first line of the message.</summary>
    public EventTemplate? Summary { get; init; }

    /// <summary>The text below it, a template. Default: the message, level, id and the data's time.</summary>
    public EventTemplate? Details { get; init; }

    /// <summary>What a level other than OK does. Default <c>create</c>.</summary>
    public IncidentAction OnProblem { get; init; } = IncidentAction.Create;

    /// <summary>What a change of the level does to the incident that is open, when problems create one. Default <c>reroute</c>.</summary>
    public IncidentRise OnRise { get; init; } = IncidentRise.Reroute;

    /// <summary>What OK does. Default <c>resolve</c>; alerts with the tag <c>recovery=acknowledge</c> are acknowledged anyway.</summary>
    public IncidentAction OnRecovery { get; init; } = IncidentAction.Resolve;

    public IEnumerable<OptionProblem> Check()
    {
        if (TeamsFile.Length > 0)
        {
            if (!Incidents.TeamsFile.TryRead(TeamsFile, out var file, out var error))
                yield return new OptionProblem("teams-file", error);
            foreach (var problem in file?.Check(this) ?? [])
                yield return problem;
        }

        if (OnProblem == IncidentAction.Resolve)
            yield return new OptionProblem("on-problem", "a problem resolves nothing; use create, acknowledge, reroute or none");
        if (OnRecovery is IncidentAction.Create or IncidentAction.Reroute)
            yield return new OptionProblem("on-recovery", "a recovery pages nobody; use resolve, acknowledge or none");
    }

    public IEnumerable<OptionProblem> CheckDelivery(object? settings)
    {
        if (OnProblem is IncidentAction.Create or IncidentAction.Reroute && settings is IncidentSettings configured
            && Users.Count + Teams.Count + Policies.Count + OnCall.Count == 0
            && configured.Users.Count + configured.Teams.Count + configured.Policies.Count + configured.OnCall.Count == 0)
        {
            yield return new OptionProblem(
                "policies", "there is nobody to page: name 'policies', 'teams' or 'users' in the handler or in the section 'victorops-incident' of the server's configuration");
        }
    }
}
