using System.Text;

namespace Tocsin.Sdk;

/// <summary>Reads what an HTTP service answered, for handlers that judge it.</summary>
public static class HttpReply
{
    internal const int UsualLength = 4096;

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

    /// <summary>How long the header <c>Retry-After</c> asks to wait; null without one.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        var wish = response.Headers.RetryAfter;
        if (wish?.Date is { } date && date - time.GetUtcNow() is { } wait)
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        return wish?.Delta;
    }
}
