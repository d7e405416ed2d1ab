using System.Buffers.Text;
using System.Text.Json;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Users;

/// <summary>Makes a caller of what a token says, once its signature has been looked at.</summary>
internal static class OidcClaims
{
    /// <summary>Reads a token.</summary>
    /// <param name="problem">Why nobody is signed in by it; null when somebody is, who may have no roles.</param>
    public static Caller? Read(string token, OidcOptions options, out string? problem)
    {
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]));
        var name = Find(claims.RootElement, options.NameClaim) is { ValueKind: JsonValueKind.String } claim ? claim.GetString() ?? "" : "";
        if (!AccountNames.IsReadable(name))
        {
            problem = $"the token has no claim '{options.NameClaim}' that could name a caller: choose another with oidc.name-claim, such as email or sub, or have the provider add it";
            return null;
        }

        problem = null;
        var given = ValuesOf(Find(claims.RootElement, options.RolesClaim)).ToList();
        var roles = given.Where(options.Roles.ContainsKey).SelectMany(value => options.Roles[value].Split(',')).Concat(options.DefaultRoles);
        return new Caller($"oidc:{name}", RoleNames.Parse(roles, out _));
    }

    /// <summary>Why a caller may do nothing, for people.</summary>
    public static string WhyNothing(Caller caller, OidcOptions options) =>
        $"{caller.Name} may do nothing here: no value of the claim '{options.RolesClaim}' is among oidc.roles ({string.Join(", ", options.Roles.Keys)})";

    // A name with dots may be a name, or lead inwards.
    private static JsonElement? Find(JsonElement claims, string path)
    {
        if (claims.TryGetProperty(path, out var whole))
            return whole;
        var at = claims;
        foreach (var part in path.Split('.'))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(part, out at))
                return null;
        }

        return at;
    }

    private static IEnumerable<string> ValuesOf(JsonElement? claim) => claim switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString() ?? ""],
        { ValueKind: JsonValueKind.Array } several => several.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString() ?? ""),
        _ => [],
    };
}
