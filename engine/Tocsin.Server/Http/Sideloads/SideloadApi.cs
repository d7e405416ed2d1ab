using Tocsin.Pipelines.Sideloads;

namespace Tocsin.Server.Http.Sideloads;

/// <summary><c>/sideload/reload</c>: loads the values again that <c>|sideload()</c> nodes of running tasks look up.</summary>
internal sealed class SideloadApi(SideloadSources sources)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/sideload/reload", ReloadAsync);

    private async Task ReloadAsync(HttpContext context)
    {
        var problems = await sources.ReloadAsync(context.RequestAborted).ConfigureAwait(false);
        if (problems.Count > 0)
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status500InternalServerError, string.Join('\n', problems)).ConfigureAwait(false);
        else
            context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
