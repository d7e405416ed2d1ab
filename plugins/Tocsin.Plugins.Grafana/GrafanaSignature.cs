using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Grafana;

/// <summary>Checks the HMAC of a contact point: over the body, or over the time, a colon and the body.</summary>
internal static class GrafanaSignature
{
    /// <summary>Why a request is not taken for Grafana's; null when it is.</summary>
    public static string? ProblemOf(SourceRequest request, GrafanaOptions options)
    {
        var signature = request.Header(options.SignatureHeader).Trim();
        if (signature.Length == 0)
            return $"there is no {options.SignatureHeader}; set it in the contact point under HMAC Signature";

        var before = "";
        if (options.TimestampHeader.Length > 0)
        {
            var given = request.Header(options.TimestampHeader).Trim();
            if (!SourceSignature.TryReadTime(given, out var time))
                return $"the time in {options.TimestampHeader} is missing or no number of seconds";
            if (!SourceSignature.IsFresh(time, request.Received, options.ReplayWindow))
                return $"the time in {options.TimestampHeader} is too far from now: the request is old, or a clock is wrong";
            before = given + ":";
        }

        return SourceSignature.IsHmacSha256(options.Secrets, signature, before, request.Body.Span) ? null : $"the signature in {options.SignatureHeader} is wrong";
    }
}
