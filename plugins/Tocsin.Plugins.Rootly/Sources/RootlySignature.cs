using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Rootly.Sources;

/// <summary>Checks <c>X-Rootly-Signature: t=…,v1=…</c>: the time and, without anything between them, the raw body.</summary>
internal static class RootlySignature
{
    public const string Header = "X-Rootly-Signature";

    /// <summary>Why a request is not taken for Rootly's; null when it is.</summary>
    public static string? ProblemOf(SourceRequest request, IReadOnlyList<string> secrets, TimeSpan window)
    {
        var header = request.Header(Header);
        if (header.Length == 0)
            return $"there is no {Header}; set the source's secrets only when Rootly signs";

        var stamp = "";
        var signatures = new List<string>();
        foreach (var part in header.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith("t=", StringComparison.Ordinal))
                stamp = part[2..];
            else if (part.StartsWith("v1=", StringComparison.Ordinal))
                signatures.Add(part[3..]);
        }

        if (!SourceSignature.TryReadTime(stamp, out var time))
            return $"the time in {Header} isn't a number of seconds";
        if (!SourceSignature.IsFresh(time, request.Received, window))
            return $"the time in {Header} is too far from now: the request is old, or a clock is wrong";

        // All are compared, so that the time tells nothing of which is right.
        var isRight = false;
        foreach (var signature in signatures)
            isRight |= SourceSignature.IsHmacSha256(secrets, signature, stamp, request.Body.Span);
        return isRight ? null : $"the signature in {Header} is wrong";
    }
}
