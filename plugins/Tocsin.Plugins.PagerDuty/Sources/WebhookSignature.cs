using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.PagerDuty.Sources;

/// <summary>The header <c>X-PagerDuty-Signature</c>: <c>v1=</c> and an HMAC-SHA256 of the raw body, as often as the subscription has secrets.</summary>
internal static class WebhookSignature
{
    public const string Header = "X-PagerDuty-Signature";

    // More than PagerDuty has secrets for; a header of a thousand would keep the processor busy.
    private const int MostSignatures = 10;

    /// <summary>True when one of the secrets made one of the signatures.</summary>
    public static bool IsRight(IReadOnlyList<string> secrets, string header, ReadOnlySpan<byte> body)
    {
        var isRight = false;
        foreach (var part in header.Split(',', MostSignatures + 1).Take(MostSignatures))
        {
            var signature = part.Trim();
            if (signature.StartsWith("v1=", StringComparison.Ordinal))
                isRight |= SourceSignature.IsHmacSha256(secrets, signature[3..], "", body);
        }

        return isRight;
    }
}
