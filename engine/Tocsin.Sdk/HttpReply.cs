using System.Text;

namespace Tocsin.Sdk;

/// <summary>Reads what an HTTP service answered, for handlers that judge it.</summary>
public static class HttpReply
{
    internal const int UsualLength = 4096;

    private const int LongestAddress = 500;

    /// <summary>The begin of the body, at most 4096 bytes, whatever the other side sends.</summary>
    public static ValueTask<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        ReadAsync(response, UsualLength, cancellationToken);

    /// <summary>The begin of the body, at most so many bytes.</summary>
    internal static async ValueTask<string> ReadAsync(HttpResponseMessage response, int longest, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[Math.Min(longest, UsualLength)];
        var length = 0;
        while (true)
        {
            length += await body.ReadAtLeastAsync(buffer.AsMemory(length), buffer.Length - length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (length < buffer.Length || length == longest)
                return Encoding.UTF8.GetString(buffer, 0, length);
            Array.Resize(ref buffer, (int)Math.Min(longest, 2L * buffer.Length));
        }
    }

    /// <summary>
    /// What an answer says that sends the request elsewhere, as the reason of a refusal; null when it does not. Redirects are not followed: on the
    /// way the body or the credentials would get lost. The new address is reported without its user and query.
    /// </summary>
    public static string? RedirectOf(HttpResponseMessage response)
    {
        if ((int)response.StatusCode is < 300 or >= 400 || response.Headers.Location is not { } location)
            return null;

        var from = response.RequestMessage?.RequestUri;
        var target = !location.IsAbsoluteUri && from is not null ? new Uri(from, location) : location;
        var shown = target.IsAbsoluteUri
            ? target.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            : target.OriginalString.Split('?', '#')[0];
        return $"it redirects to {LimitedText.Cut(shown, LongestAddress)}, and redirects are not followed: set the new address";
    }

    /// <summary>How long the header <c>Retry-After</c> asks to wait; null without one.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        var wish = response.Headers.RetryAfter;
        if (wish?.Date is { } date && date - time.GetUtcNow() is { } wait)
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        return wish?.Delta;
    }
}
