using System.Text;

namespace Tocsin.Sdk;

/// <summary>Reads what an HTTP service answered, for handlers that judge it.</summary>
public static class HttpReply
{
    private const int LongestReply = 4096;

    /// <summary>The begin of the body, at most 4096 bytes, whatever the other side sends.</summary>
    public static async ValueTask<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[LongestReply];
        var length = await body.ReadAtLeastAsync(buffer, LongestReply, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(buffer, 0, length);
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
