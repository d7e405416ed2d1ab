using System.Text.Json;

namespace Tocsin.Server.Users;

/// <summary>Roles as people write them.</summary>
internal static class RoleNames
{
    private static readonly (string Name, Roles Role)[] All =
        [("read", Roles.Read), ("write", Roles.Write), ("respond", Roles.Respond), ("author", Roles.Author), ("admin", Roles.Admin)];

    /// <summary>What may be written.</summary>
    public static string Known => "read, write, respond, author or admin";

    /// <summary>The names of roles, without those that another one includes.</summary>
    public static IReadOnlyList<string> Of(Roles roles) =>
        [.. All.Where(known => Has(roles, known.Role) && !All.Any(other => other.Role != known.Role && Has(roles, other.Role) && Has(other.Role, known.Role))).Select(known => known.Name)];

    /// <summary>The roles of names.</summary>
    /// <param name="problem">Why there are none; null when there are.</param>
    public static Roles Parse(IEnumerable<string> names, out string? problem)
    {
        var roles = Roles.None;
        foreach (var name in names)
        {
            if (Find(name) is not { } role)
            {
                problem = $"there is no role '{name}': there are {Known}";
                return Roles.None;
            }

            roles |= role;
        }

        problem = null;
        return roles;
    }

    /// <summary>The roles of a list in JSON.</summary>
    /// <inheritdoc cref="Parse(IEnumerable{string}, out string?)"/>
    public static Roles Parse(JsonElement list, out string? problem)
    {
        if (list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
            return Parse(list.EnumerateArray().Select(item => item.GetString() ?? ""), out problem);
        problem = $"roles is a list of {Known}";
        return Roles.None;
    }

    /// <summary>Roles as the store has them. A name that a newer server knows allows nothing.</summary>
    public static Roles Read(string stored) =>
        stored.Split(',', StringSplitOptions.RemoveEmptyEntries).Aggregate(Roles.None, static (roles, name) => roles | (Find(name) ?? Roles.None));

    public static string Write(Roles roles) => string.Join(',', Of(roles));

    private static Roles? Find(string name) =>
        Array.FindIndex(All, known => known.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)) is >= 0 and var at ? All[at].Role : null;

    private static bool Has(Roles roles, Roles wanted) => (roles & wanted) == wanted;
}
