using Tocsin.Server.Users;

namespace Tocsin.Server.Http.Access;

/// <summary>Who gets through to a route.</summary>
/// <param name="Needed">The role that it takes; null when none.</param>
/// <param name="IsOpen">True for everybody, also those who don't say who they are: what stands behind it asks for itself.</param>
internal sealed record Door(Roles? Needed, bool IsOpen = false)
{
    /// <summary>Everybody.</summary>
    public static readonly Door Open = new(Needed: null, IsOpen: true);

    /// <summary>Everybody who says who they are.</summary>
    public static readonly Door Known = new(Needed: null, IsOpen: false);

    public static readonly Door Read = new(Roles.Read);
    public static readonly Door Write = new(Roles.Write);
    public static readonly Door Respond = new(Roles.Respond);
    public static readonly Door Author = new(Roles.Author);
    public static readonly Door Admin = new(Roles.Admin);

    public bool LetsThrough(Caller caller) => Needed is not { } needed || caller.May(needed);
}
