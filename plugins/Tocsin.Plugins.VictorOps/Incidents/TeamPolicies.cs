using System.Text.Json;

namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>Reads which escalation policies teams have.</summary>
internal static class TeamPolicies
{
    /// <summary>False when the answer is not a list of policies, or a team has none in it.</summary>
    /// <param name="json">The answer: <c>{"policies":[{"policy":{"name":…,"slug":…},"team":{"name":…,"slug":…}}]}</c>.</param>
    /// <param name="teams">Names or slugs.</param>
    /// <param name="policies">The policies of all the teams.</param>
    /// <param name="unknown">The first team without a policy; null when the answer is not a list.</param>
    public static bool TryFind(string json, IReadOnlyList<string> teams, out IReadOnlyList<IncidentTarget> policies, out string? unknown)
    {
        (policies, unknown) = ([], null);
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object ||
                !document.RootElement.TryGetProperty("policies", out var list) || list.ValueKind != JsonValueKind.Array)
                return false;

            var all = list.EnumerateArray().ToList();
            unknown = teams.FirstOrDefault(team => !all.Any(p => IsOf(p, team)));
            policies = [.. all.Where(p => teams.Any(team => IsOf(p, team))).Select(p => IncidentTarget.Policy(Text(p, "policy", "slug")))];
            return unknown is null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsOf(JsonElement policy, string team) =>
        Text(policy, "policy", "slug").Length > 0 &&
        (Text(policy, "team", "slug") == team || Text(policy, "team", "name").Equals(team, StringComparison.OrdinalIgnoreCase));

    private static string Text(JsonElement policy, string part, string key) =>
        policy.ValueKind == JsonValueKind.Object && policy.TryGetProperty(part, out var section) && section.ValueKind == JsonValueKind.Object &&
        section.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
}
