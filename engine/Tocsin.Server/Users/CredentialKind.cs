namespace Tocsin.Server.Users;

/// <summary>Where credentials stand in a request.</summary>
internal enum CredentialKind
{
    None,

    /// <summary>The header <c>Authorization</c>.</summary>
    Header,

    /// <summary>A name and a password: the parameters <c>u</c> and <c>p</c>, or those of a page.</summary>
    Password,

    /// <summary>The cookie of somebody who signed in.</summary>
    Session,
}
