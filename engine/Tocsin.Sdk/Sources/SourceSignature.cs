using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tocsin.Sdk.Sources;

/// <summary>What sources need to check secrets: comparisons take as long for a wrong secret as for a right one.</summary>
public static class SourceSignature
{
    private static readonly long LatestTime = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>True when two texts are the same; false when the secret is empty.</summary>
    /// <param name="secret">What is expected.</param>
    /// <param name="given">What came in.</param>
    public static bool IsSecret(string secret, string given)
    {
        // Of equal length whatever came in, so that the time tells not even the length.
        var left = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        var right = SHA256.HashData(Encoding.UTF8.GetBytes(given));
        return CryptographicOperations.FixedTimeEquals(left, right) && secret.Length > 0;
    }

    /// <summary>
    /// True when a text is the HMAC-SHA256 of some bytes, in hexadecimal digits of either case, made with one of several secrets. All are compared, so
    /// that the time tells nothing of which is right.
    /// </summary>
    /// <param name="secrets">The keys, as UTF-8.</param>
    /// <param name="given">What came in.</param>
    /// <param name="before">What is signed before the body; may be empty.</param>
    /// <param name="body">The raw body.</param>
    public static bool IsHmacSha256(IReadOnlyList<string> secrets, string given, string before, ReadOnlySpan<byte> body)
    {
        var isRight = false;
        foreach (var secret in secrets)
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
            hmac.AppendData(Encoding.UTF8.GetBytes(before));
            hmac.AppendData(body);
            isRight |= IsSecret(Convert.ToHexStringLower(hmac.GetHashAndReset()), given.ToLowerInvariant()) && secret.Length > 0;
        }

        return isRight;
    }

    /// <summary>Reads a time as signatures have it: whole seconds since 1970.</summary>
    public static bool TryReadTime(string text, out DateTimeOffset time)
    {
        var isTime = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LatestTime;
        time = isTime ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        return isTime;
    }

    /// <summary>True when a time that a signature covers is near now, so that a request that somebody kept cannot be sent again.</summary>
    /// <param name="time">The time signed.</param>
    /// <param name="now">Now.</param>
    /// <param name="window">How far the two may differ, either way.</param>
    public static bool IsFresh(DateTimeOffset time, DateTimeOffset now, TimeSpan window) => (now - time).Duration() <= window;
}
