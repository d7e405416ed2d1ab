using System.Net;
using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting;

/// <summary>Sign-in by a provider of OpenID Connect, for browsers and for callers that show its access tokens.</summary>
public sealed record OidcOptions : ICheckedOptions
{
    private static readonly string[] KnownRoles = ["read", "write", "respond", "author", "admin"];

    /// <summary>The provider, as it calls itself, such as <c>https://id.example.com/realms/ops</c>. Empty, the default: none.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>How this server is called at the provider.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>What the provider knows this server by. Empty, the default, for a public client.</summary>
    [Secret]
    public string ClientSecret { get; init; } = "";

    /// <summary>Whom access tokens of API callers must be for. Empty, the default: the <c>client-id</c>.</summary>
    public string Audience { get; init; } = "";

    /// <summary>What browsers ask the provider for. Default <c>openid</c> and <c>profile</c>.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["openid", "profile"];

    /// <summary>The claim that names the caller. Default <c>preferred_username</c>.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary>The claim, a text or a list, whose values <see cref="Roles"/> knows; one within another is written <c>realm_access.roles</c>. Default <c>groups</c>.</summary>
    public string RolesClaim { get; init; } = "groups";

    /// <summary>What values of that claim allow: <c>ops-admins: admin</c>, <c>oncall: respond, write</c>.</summary>
    public IReadOnlyDictionary<string, string> Roles { get; init; } = new Dictionary<string, string>();

    /// <summary>What everybody may whom the provider signs in. Default: nothing.</summary>
    public IReadOnlyList<string> DefaultRoles { get; init; } = [];

    /// <summary>True where there is a provider.</summary>
    public bool IsUsed() => Issuer.Length > 0;

    public IEnumerable<OptionProblem> Check()
    {
        if (!IsUsed())
        {
            if (ClientId.Length > 0)
                yield return new OptionProblem("issuer", "is missing: name the provider as it calls itself, such as https://id.example.com/realms/ops");
            yield break;
        }

        if (!Uri.TryCreate(Issuer, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            yield return new OptionProblem("issuer", $"'{Issuer}' isn't the address of a provider, such as https://id.example.com/realms/ops");
        else if (url.Scheme == "http" && !IsLoopback(url))
            yield return new OptionProblem("issuer", $"'{Issuer}' is reached by http, where others on the way could say who callers are: it must be https, but on this machine");
        if (ClientId.Length == 0)
            yield return new OptionProblem("client-id", "is missing: the provider gives it when this server is registered there");
        if (!Scopes.Contains("openid"))
            yield return new OptionProblem("scopes", "must contain openid: without it the provider does not say who signed in");
        if (NameClaim.Length == 0)
            yield return new OptionProblem("name-claim", "must not be empty: it says who callers are, such as preferred_username, email or sub");
        if (Roles.Count == 0 && DefaultRoles.Count == 0)
            yield return new OptionProblem("roles", $"nobody would be allowed anything: say what values of the claim '{RolesClaim}' allow, such as ops-admins: admin, or give default-roles");
        foreach (var role in Roles.Values.SelectMany(roles => roles.Split(',', StringSplitOptions.TrimEntries)).Concat(DefaultRoles).Where(role => !KnownRoles.Contains(role, StringComparer.OrdinalIgnoreCase)).Distinct())
            yield return new OptionProblem("roles", $"there is no role '{role}': there are {string.Join(", ", KnownRoles[..^1])} or {KnownRoles[^1]}");
    }

    private static bool IsLoopback(Uri url) => url.IsLoopback || (IPAddress.TryParse(url.Host, out var address) && IPAddress.IsLoopback(address));
}
