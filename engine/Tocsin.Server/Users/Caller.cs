using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Server.Users;

/// <summary>Who sent a request, once that is known.</summary>
/// <param name="Name">
/// The name by which lists and histories show them; empty when nobody has to say who they are. Only a user's is bare: that of a token begins with
/// <c>token:</c>, that of a JSON Web Token with <c>jwt:</c>, that of the server's own with a tilde, and no user can be called so.
/// </param>
/// <param name="User">The user, as of now, who showed the password or the cookie of it; null for everybody else.</param>
internal sealed record Caller(string Name, Roles Roles, UserRow? User = null)
{
    /// <summary>Everybody, where nobody is asked.</summary>
    public static readonly Caller Anybody = new("", Roles.Admin);

    /// <summary>True when they showed who they are.</summary>
    public bool IsKnown => Name.Length > 0;

    public static Caller Of(UserRow user) => new(user.Name, RoleNames.Read(user.Roles), user);

    public static Caller Of(TokenRow token) => new($"token:{token.Name}", RoleNames.Read(token.Roles));

    public static Caller Of(JsonWebToken token, Roles roles) => new($"jwt:{token.User}", roles);

    public bool May(Roles needed) => (Roles & needed) == needed;
}
