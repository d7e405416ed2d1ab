namespace Tocsin.Server.Users;

/// <summary>Where credentials stand in a request.</summary>
internal enum CredentialKind
{
    None,

    /// <summary>The header <c>Authorization</c>.</summary>
    Header,

    /// <summary>The parameters <c>u</c> and <c>p</c>.</summary>
    Query,

    /// <summary>The cookie of somebody who signed in.</summary>
    Session,
}
