using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Slack.Sources;

/// <summary>Slack's signature: <c>v0=</c> and an HMAC-SHA256 of <c>v0:{timestamp}:{body}</c>; the time keeps requests from being sent again later.</summary>
internal static class SlackSignature
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Null when one of the secrets has signed the request lately; otherwise why not.</summary>
    public static string? Check(IReadOnlyList<string> secrets, SourceRequest request)
    {
        var (signature, stamp) = (request.Header("X-Slack-Signature"), request.Header("X-Slack-Request-Timestamp"));
        if (!signature.StartsWith("v0=", StringComparison.Ordinal))
            return "the header X-Slack-Signature is missing";
        if (!SourceSignature.TryReadTime(stamp, out var time))
            return "the header X-Slack-Request-Timestamp is missing";
        if (!SourceSignature.IsFresh(time, request.Received, Window))
            return "the request was signed more than 5 minutes ago or from now: is this server's clock right?";

        return SourceSignature.IsHmacSha256(secrets, signature[3..], $"v0:{stamp}:", request.Body.Span)
            ? null
            : "the signature is that of no secret in 'signing-secrets'";
    }
}
