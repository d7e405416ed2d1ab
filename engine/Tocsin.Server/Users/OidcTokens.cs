using System.Buffers.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using NamedTokenHandler = Microsoft.IdentityModel.JsonWebTokens.JsonWebTokenHandler;

namespace Tocsin.Server.Users;

/// <summary>Access tokens of a provider, as callers of the API show them. Safe for any number of threads.</summary>
internal sealed class OidcTokens(OidcProvider provider)
{
    private readonly NamedTokenHandler _handler = new();

    /// <summary>True for a token that is signed with a key that its reader need not keep secret.</summary>
    public static bool MayBeOne(string text)
    {
        try
        {
            using var head = JsonDocument.Parse(Base64Url.DecodeFromChars(text.Split('.')[0]));
            return head.RootElement.ValueKind == JsonValueKind.Object
                && head.RootElement.TryGetProperty("alg", out var algorithm) && algorithm.ValueKind == JsonValueKind.String && algorithm.GetString() is not ['H', 'S', ..];
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException)
        {
            return false;
        }
    }

    /// <summary>Who shows a token.</summary>
    /// <returns>Nobody, with the reason; or the caller, and when the token ends, in milliseconds since 1970.</returns>
    public async Task<(Caller? Caller, string Problem, long Expires)> ReadAsync(string token)
    {
        try
        {
            var result = await ValidateAsync(token).ConfigureAwait(false);
            if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
            {
                // The provider may sign with a new one.
                provider.RequestRefresh();
                result = await ValidateAsync(token).ConfigureAwait(false);
            }

            if (!result.IsValid)
                return (null, WhyNot(result.Exception), 0);
            var caller = OidcClaims.Read(token, provider.Options, out var problem);
            return (caller, problem ?? "", new DateTimeOffset(result.SecurityToken.ValidTo, TimeSpan.Zero).ToUnixTimeMilliseconds());
        }
        catch (OidcException problem)
        {
            return (null, $"the token cannot be checked: {problem.Message}", 0);
        }
    }

    private string Audience => provider.Options.Audience.Length > 0 ? provider.Options.Audience : provider.Options.ClientId;

    private async Task<TokenValidationResult> ValidateAsync(string token)
    {
        var parameters = provider.ParametersFor(Audience);
        parameters.IssuerSigningKeys = (await provider.GetConfigurationAsync(CancellationToken.None).ConfigureAwait(false)).SigningKeys;
        return await _handler.ValidateTokenAsync(token, parameters).ConfigureAwait(false);
    }

    private string WhyNot(Exception? problem) => "invalid token: " + problem switch
    {
        SecurityTokenExpiredException => "it has expired",
        SecurityTokenInvalidAudienceException => $"it is for somebody else than '{Audience}', which oidc.audience, or else oidc.client-id, names",
        SecurityTokenInvalidIssuerException wrong => $"it is of '{wrong.InvalidIssuer}', and oidc.issuer is '{provider.Options.Issuer}'",
        SecurityTokenSignatureKeyNotFoundException => $"it is signed with a key that {provider.Options.Issuer} does not publish",
        SecurityTokenInvalidSignatureException => "signature is invalid",
        SecurityTokenInvalidAlgorithmException => "its algorithm is not taken: RS, PS and ES with SHA-2 are",
        SecurityTokenInvalidLifetimeException => "it is not valid yet, or ends nowhere",
        _ => "it is not what the provider signs",
    };
}
