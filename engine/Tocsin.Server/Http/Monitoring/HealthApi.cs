using System.Net.Mime;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Http.Monitoring;

/// <summary>
/// <c>/healthz</c>: the process answers. <c>/readyz</c>: what is written is taken and kept. Nobody is listened to before the store was read and
/// the load folder applied, so that neither answers earlier.
/// </summary>
internal sealed class HealthApi(AlertEngine engine)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var alive in new[] { RouteTable.Alive, RouteTable.AlertmanagerAlive })
            routes.MapMethods(alive, ["GET", "HEAD"], context => AnswerAsync(context, null));
        foreach (var ready in new[] { RouteTable.Ready, RouteTable.AlertmanagerReady })
            routes.MapMethods(ready, ["GET", "HEAD"], context => AnswerAsync(context, engine.StorageStatus.Failure?.Message));
    }

    private static Task AnswerAsync(HttpContext context, string? why)
    {
        context.Response.StatusCode = why is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = $"{MediaTypeNames.Text.Plain}; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync((why ?? "ok") + "\n");
    }
}
