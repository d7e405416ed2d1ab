namespace Tocsin.Server.Users;

/// <summary>What a request shows of who sent it.</summary>
/// <param name="Text">The header as it came; user and password with a colon between them; or what a cookie holds.</param>
internal readonly record struct Credentials(CredentialKind Kind, string Text)
{
    /// <summary>Longer ones are not looked at.</summary>
    public const int Longest = 8192;

    public static readonly Credentials None = new(CredentialKind.None, "");
}
