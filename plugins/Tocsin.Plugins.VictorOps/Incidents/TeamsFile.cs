using System.Diagnostics.CodeAnalysis;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Sdk;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>Teams, their members and escalation policies, as <c>tocsin victorops teams import</c> writes them to a file. Never changes.</summary>
internal sealed class TeamsFile
{
    private readonly string _path;
    private readonly List<Team> _teams;

    private TeamsFile(string path, List<Team> teams)
    {
        _path = path;
        _teams = teams;
    }

    public static bool TryRead(string path, [NotNullWhen(true)] out TeamsFile? file, [NotNullWhen(false)] out string? error)
    {
        (file, error) = (null, null);
        try
        {
            if (BoundedYaml.Roots(RegularFile.ReadText(path)) is [YamlMappingNode root] && Child(root, "teams") is YamlSequenceNode teams)
                file = new TeamsFile(path, [.. teams.OfType<YamlMappingNode>().Select(Read)]);
            else
                error = $"{path} has no list 'teams': write it with 'tocsin victorops teams import --out {path}'";
        }
        catch (YamlException mistake)
        {
            error = $"{path}:{mistake.Start.Line}:{mistake.Start.Column}: {mistake.InnerException?.Message ?? mistake.Message}";
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            error = $"{problem.Message}; write it with 'tocsin victorops teams import --out {path}'";
        }

        return file is not null;
    }

    /// <summary>All names that are not in the file.</summary>
    public IEnumerable<OptionProblem> Check(IncidentOptions options)
    {
        foreach (var team in Fixed(options.Teams))
        {
            if (Find(team) is not { } found)
                yield return Unknown("teams", "team", team, _teams.SelectMany(known => new[] { known.Name, known.Slug }));
            else if (found.Policies.Count == 0)
                yield return new OptionProblem("teams", $"the team '{team}' has no escalation policy in {_path}, so nobody of it can be paged; name users");
        }

        foreach (var policy in Fixed(options.Policies).Where(policy => FindPolicy(policy).Count == 0))
            yield return Unknown("policies", "escalation policy", policy, _teams.SelectMany(known => known.Policies).SelectMany(known => new[] { known.Name, known.Slug }));
        foreach (var policy in Fixed(options.Policies).Where(policy => FindPolicy(policy).Count > 1))
            yield return new OptionProblem("policies", $"several escalation policies are named '{policy}' in {_path}: name the slug of one");
        foreach (var name in Fixed(options.OnCall).Where(name => Find(name) is null && FindPolicy(name).Count == 0))
            yield return Unknown("on-call", "team or escalation policy", name, _teams.SelectMany(known => new[] { known.Name, known.Slug }));
        foreach (var user in Fixed(options.Users).Where(user => !_teams.Any(team => team.Members.Contains(user))))
            yield return Unknown("users", "member of a team", user, _teams.SelectMany(known => known.Members));
    }

    // What a template names is known for an event only.
    private static IEnumerable<string> Fixed(IEnumerable<EventTemplate> names) => names.Where(name => !name.HasParts).Select(name => name.Text);

    /// <summary>Who is paged by names; those that are not in the file are nobody.</summary>
    public IEnumerable<IncidentTarget> TargetsOf(IncidentNames names) =>
    [
        .. names.Teams.SelectMany(team => Find(team)?.Policies ?? []).Select(policy => IncidentTarget.Policy(policy.Slug)),
        .. names.Policies.SelectMany(FindPolicy).Select(IncidentTarget.Policy),
        .. names.Users.Select(IncidentTarget.User),
    ];

    private Team? Find(string team) => _teams.Find(known => known.Slug == team || known.Name.Equals(team, StringComparison.OrdinalIgnoreCase));

    private List<string> FindPolicy(string policy)
    {
        var all = _teams.SelectMany(team => team.Policies).Distinct().ToList();
        return all.Exists(known => known.Slug == policy)
            ? [policy]
            : [.. all.Where(known => known.Name.Equals(policy, StringComparison.OrdinalIgnoreCase)).Select(known => known.Slug)];
    }

    private OptionProblem Unknown(string option, string what, string name, IEnumerable<string> known) => new(
        option, $"{_path} knows no {what} '{name}'" + (NearestText.Find(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : "; import it again?"));

    private static Team Read(YamlMappingNode team) => new(
        Text(Child(team, "name")),
        Text(Child(team, "slug")),
        [.. Items(team, "members").Select(Text)],
        [.. Items(team, "policies").OfType<YamlMappingNode>().Select(policy => new Policy(Text(Child(policy, "name")), Text(Child(policy, "slug"))))]);

    private static IEnumerable<YamlNode> Items(YamlMappingNode map, string key) => Child(map, key) is YamlSequenceNode list ? list.Children : [];

    private static YamlNode? Child(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    private static string Text(YamlNode? node) => (node as YamlScalarNode)?.Value ?? "";

    private sealed record Team(string Name, string Slug, IReadOnlyList<string> Members, IReadOnlyList<Policy> Policies);

    private sealed record Policy(string Name, string Slug);
}
