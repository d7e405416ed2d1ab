using Tocsin.Engine.Configuration;

namespace Tocsin.Server.Http;

/// <summary>What the bodies and answers of all requests hold together, and how much one may. Safe for any number of threads.</summary>
internal sealed class RequestMemory(LimitsOptions limits)
{
    private const string TryAgainAfterSeconds = "5";

    private long _held;

    /// <summary>With a number for everything.</summary>
    public LimitsOptions Limits => limits;

    /// <summary>Bytes that are held now.</summary>
    public long Held => Interlocked.Read(ref _held);

    public static RequestMemory Of(HttpContext context) => context.RequestServices.GetRequiredService<RequestMemory>();

    /// <summary>Takes some bytes, which are to be given back.</summary>
    /// <exception cref="ApiException">503: what others hold leaves no room.</exception>
    public void Take(HttpContext context, long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= limits.BytesInFlight)
            return;
        GiveBack(bytes);
        context.Response.Headers.RetryAfter = TryAgainAfterSeconds;
        throw new ApiException(
            StatusCodes.Status503ServiceUnavailable,
            $"requests and answers under way hold as much memory as limits.bytes-in-flight allows ({limits.BytesInFlight}): try again later, or raise the limit");
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref _held, -bytes);
}
