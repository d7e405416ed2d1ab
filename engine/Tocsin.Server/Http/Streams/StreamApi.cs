using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Http.Streams;

/// <summary><c>/tocsin/v1/stream</c>: how things stand and which alerts change, as server-sent events, for as long as somebody listens.</summary>
internal sealed class StreamApi(AlertEngine engine, ILogger log)
{
    private readonly AlertStream _stream = new(engine, log);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/stream", FollowAsync);

    private async Task FollowAsync(HttpContext context)
    {
        using var follower = _stream.Open(context.Request.Headers["Last-Event-ID"].ToString())
            ?? throw new ApiException(StatusCodes.Status503ServiceUnavailable, $"{AlertStream.Most} others follow the server already, which is the limit: close some pages");
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // Proxies hold back what comes in pieces.
        using var over = new OpenEnd(context, engine.Time);
        try
        {
            await context.Response.Body.WriteAsync("retry: 1000\n\n"u8.ToArray(), over.Token).ConfigureAwait(false);
            while (true)
            {
                await context.Response.Body.WriteAsync(await follower.ReadAsync(over.Token).ConfigureAwait(false), over.Token).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(over.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever followed has gone or has to come again, or the server stops.
        }
    }
}
