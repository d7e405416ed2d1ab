using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Http;

/// <summary>What the bodies and answers of all requests hold together, and how much one may. Safe for any number of threads.</summary>
internal sealed class RequestMemory(LimitsOptions limits)
{
    private const string TryAgainAfterSeconds = "5";

    private readonly long _mostOfAnswers = limits.BytesInFlight - (limits.BytesInFlight / 4);

    private long _held;
    private long _heldByAnswers;

    /// <summary>With a number for everything.</summary>
    public LimitsOptions Limits => limits;

    public static RequestMemory Of(HttpContext context) => context.RequestServices.GetRequiredService<RequestMemory>();

    /// <summary>Takes some bytes, which are to be given back.</summary>
    /// <exception cref="ApiException">503: what others hold leaves no room.</exception>
    public void Take(HttpContext context, long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= limits.BytesInFlight)
            return;
        GiveBack(bytes);
        throw NoRoom(context);
    }

    /// <summary>The same for an answer: whoever reads none of them leaves a quarter to what is written.</summary>
    /// <exception cref="ApiException">503: what others hold leaves no room.</exception>
    public void TakeForAnswer(HttpContext context, long bytes)
    {
        if (Interlocked.Add(ref _heldByAnswers, bytes) > _mostOfAnswers)
        {
            Interlocked.Add(ref _heldByAnswers, -bytes);
            throw NoRoom(context);
        }

        try
        {
            Take(context, bytes);
        }
        catch (ApiException)
        {
            Interlocked.Add(ref _heldByAnswers, -bytes);
            throw;
        }
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref _held, -bytes);

    public void GiveBackOfAnswer(long bytes)
    {
        Interlocked.Add(ref _heldByAnswers, -bytes);
        GiveBack(bytes);
    }

    private ApiException NoRoom(HttpContext context)
    {
        context.Response.Headers.RetryAfter = TryAgainAfterSeconds;
        return new ApiException(
            StatusCodes.Status503ServiceUnavailable,
            $"requests and answers under way hold as much memory as limits.bytes-in-flight allows ({limits.BytesInFlight}): try again later, or raise the limit");
    }
}
