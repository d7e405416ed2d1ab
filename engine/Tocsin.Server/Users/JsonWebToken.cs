using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tocsin.Server.Users;

/// <summary>A token that somebody signed who knows the shared secret: who it is for, and how long.</summary>
/// <param name="User">The user it is for.</param>
/// <param name="Roles">What it allows; null when it does not say.</param>
/// <param name="Expires">When it ends, in milliseconds since 1970.</param>
internal sealed record JsonWebToken(string User, Roles? Roles, long Expires)
{
    private const double LatestSecond = 253402300799;

    private static readonly JsonDocumentOptions Once = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>True for what has the form of one.</summary>
    public static bool IsOne(string text) => text.Count(letter => letter == '.') == 2;

    /// <summary>Reads one and checks its signature.</summary>
    /// <param name="now">In milliseconds since 1970.</param>
    /// <param name="problem">What is wrong, in the peer's words; null when nothing is.</param>
    public static JsonWebToken? Read(string text, string secret, long now, out string? problem)
    {
        problem = null;
        try
        {
            var parts = text.Split('.');
            var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
            using var head = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]), Once);
            if (SignatureOf(Text(head.RootElement, "alg"), Encoding.UTF8.GetBytes(secret), signed) is not { } signature)
            {
                problem = "invalid token: it must be signed by HMAC: HS256, HS384 or HS512";
                return null;
            }

            if (!CryptographicOperations.FixedTimeEquals(signature, Base64Url.DecodeFromChars(parts[2])))
            {
                problem = "invalid token: signature is invalid";
                return null;
            }

            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]), Once);
            return Read(claims.RootElement, now, out problem);
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or InvalidOperationException)
        {
            problem = "invalid token: it isn't three parts of base64 with JSON in them";
            return null;
        }
    }

    private static JsonWebToken? Read(JsonElement claims, long now, out string? problem)
    {
        if (Seconds(claims, "exp") is not { } expires || expires <= 0)
            problem = "token expiration required: it needs the claim exp, in seconds since 1970";
        else if (expires * 1000 <= now)
            problem = "invalid token: Token is expired";
        else if (Seconds(claims, "nbf") is { } begins && begins * 1000 > now)
            problem = "invalid token: Token is not valid yet";
        else if (claims.TryGetProperty("username", out var user) && user.ValueKind != JsonValueKind.String)
            problem = "username in token must be a string";
        else if (Text(claims, "username") is not { Length: > 0 } name)
            problem = "token must contain a username";
        else if (!AccountNames.IsOfUser(name))
            problem = $"username in token cannot be the name of a user: 1 to {AccountNames.Longest} characters on one line, no ':' or ',', not starting with '~'";
        else if (!TryReadRoles(claims, out var roles, out var why))
            problem = $"invalid token: its claim roles cannot be read: {why}";
        else
        {
            problem = null;
            return new JsonWebToken(name, roles, (long)(expires * 1000));
        }

        return null;
    }

    private static byte[]? SignatureOf(string algorithm, byte[] secret, byte[] signed) => algorithm switch
    {
        "HS256" => HMACSHA256.HashData(secret, signed),
        "HS384" => HMACSHA384.HashData(secret, signed),
        "HS512" => HMACSHA512.HashData(secret, signed),
        _ => null,
    };

    private static bool TryReadRoles(JsonElement claims, out Roles? roles, out string? problem)
    {
        (roles, problem) = (null, null);
        if (claims.TryGetProperty("roles", out var list))
            roles = RoleNames.Parse(list, out problem);
        return problem is null;
    }

    private static double? Seconds(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && Math.Abs(seconds) <= LatestSecond ? seconds : null;

    private static string Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
}
