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

    /// <summary>The roles of names; null when one of them is none.</summary>
    public static Roles? Parse(IEnumerable<string> names)
    {
        var roles = Roles.None;
        foreach (var name in names)
        {
            if (Array.FindIndex(All, known => known.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)) is not (>= 0 and var at))
                return null;
            roles |= All[at].Role;
        }

        return roles;
    }

    /// <summary>Roles as the store has them. A name that a newer server knows allows nothing.</summary>
    public static Roles Read(string stored) =>
        stored.Split(',', StringSplitOptions.RemoveEmptyEntries).Aggregate(Roles.None, static (roles, name) => roles | (Parse([name]) ?? Roles.None));

    public static string Write(Roles roles) => string.Join(',', Of(roles));

    private static bool Has(Roles roles, Roles wanted) => (roles & wanted) == wanted;
}
