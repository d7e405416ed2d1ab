namespace Tocsin.Server.Users;

/// <summary>Who sent a request, once that is known.</summary>
/// <param name="Name">The user, or what the token is for; empty when nobody has to say who they are.</param>
internal sealed record Caller(string Name, Roles Roles)
{
    /// <summary>Everybody, where nobody is asked.</summary>
    public static readonly Caller Anybody = new("", Roles.Admin);

    /// <summary>True when they showed who they are.</summary>
    public bool IsKnown => Name.Length > 0;

    public bool May(Roles needed) => (Roles & needed) == needed;
}
