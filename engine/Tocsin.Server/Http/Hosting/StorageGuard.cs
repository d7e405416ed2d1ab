using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Http.Hosting;

/// <summary>
/// Refuses requests that change something while state cannot be written, such as on a full disk: what was accepted before waits in memory,
/// and more of it must not pile up there. Clients try again.
/// </summary>
internal static class StorageGuard
{
    private const string TryAgainAfterSeconds = "5";

    /// <exception cref="ApiException">503 with what is wrong and the way out.</exception>
    public static void Check(HttpContext context, AlertEngine engine)
    {
        var method = context.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || engine.Storage.Failure is not { } failure)
            return;
        context.Response.Headers.RetryAfter = TryAgainAfterSeconds;
        throw new ApiException(StatusCodes.Status503ServiceUnavailable, failure.Message);
    }
}
