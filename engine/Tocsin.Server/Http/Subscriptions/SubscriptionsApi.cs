using Tocsin.Engine.Subscriptions;

namespace Tocsin.Server.Http.Subscriptions;

/// <summary><c>POST /kapacitor/v1/subscriptions</c>: looks at once whether InfluxDB has the subscriptions that are wanted.</summary>
internal sealed class SubscriptionsApi(InfluxSubscriptions subscriptions)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/subscriptions", SyncAsync);

    private async Task SyncAsync(HttpContext context)
    {
        if (await subscriptions.SyncAsync(context.RequestAborted).ConfigureAwait(false) is { } problem)
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status500InternalServerError, $"failed to link subscriptions: {problem}").ConfigureAwait(false);
        else
            ApiAnswer.Empty(context);
    }
}
