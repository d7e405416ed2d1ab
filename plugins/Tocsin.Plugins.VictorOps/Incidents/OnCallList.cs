using System.Text.Json;

namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>Reads who is on call.</summary>
internal static class OnCallList
{
    /// <summary>False when the answer is not a list of those on call.</summary>
    /// <param name="json">
    /// The answer: <c>{"teamsOnCall":[{"team":{"name":…,"slug":…},"oncallNow":[{"escalationPolicy":{"name":…,"slug":…},"users":[{"onCalluser":{"username":…}}]}]}]}</c>.
    /// </param>
    /// <param name="names">Names or slugs of teams and escalation policies.</param>
    /// <param name="users">The usernames of those on call for any of them.</param>
    public static bool TryFind(string json, IReadOnlyList<string> names, out IReadOnlyList<string> users)
    {
        users = [];
        try
        {
            using var document = JsonDocument.Parse(json);
            var teams = Child(document.RootElement, "teamsOnCall");
            if (teams.ValueKind != JsonValueKind.Array)
                return false;

            users =
            [
                .. from team in teams.EnumerateArray()
                   from policy in Items(team, "oncallNow")
                   where IsNamed(Child(team, "team"), names) || IsNamed(Child(policy, "escalationPolicy"), names)
                   from user in Items(policy, "users")
                   let name = NameOf(user)
                   where name.Length > 0
                   select name,
            ];
            users = [.. users.Distinct()];
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Who took over from somebody is on call in their place.
    private static string NameOf(JsonElement user) =>
        Text(Child(user, "overrideOnCallUser"), "username") is { Length: > 0 } other ? other : Text(Child(user, "onCalluser"), "username");

    private static bool IsNamed(JsonElement named, IReadOnlyList<string> names) => names.Any(name =>
        Text(named, "slug") == name || Text(named, "name").Equals(name, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<JsonElement> Items(JsonElement value, string key) =>
        Child(value, key) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    // VictorOps is not of one mind about upper and lower case.
    private static JsonElement Child(JsonElement value, string key) => value.ValueKind != JsonValueKind.Object
        ? default
        : value.EnumerateObject().FirstOrDefault(member => member.Name.Equals(key, StringComparison.OrdinalIgnoreCase)).Value;

    private static string Text(JsonElement value, string key) =>
        Child(value, key) is { ValueKind: JsonValueKind.String } text ? text.GetString() ?? "" : "";
}
