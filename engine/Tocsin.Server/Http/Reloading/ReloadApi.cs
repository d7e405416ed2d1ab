using Tocsin.Server.Reloading;

namespace Tocsin.Server.Http.Reloading;

/// <summary><c>/tocsin/v1/reload</c>: reads again what the server was started with, as SIGHUP does, and answers with what came of it.</summary>
internal sealed class ReloadApi(Reloader? reloader)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/reload", ReloadAsync);

    private async Task ReloadAsync(HttpContext context)
    {
        var scope = ScopeOf(context.Request.Query["only"].ToString());
        if (reloader is null || (scope == ReloadScope.Configuration && !reloader.HasConfiguration))
            throw new ApiException(StatusCodes.Status409Conflict, "the server was started without --config: there is no configuration to read again");
        try
        {
            var report = await reloader.RequestAsync(scope).ConfigureAwait(false);
            var isWrong = report.Configuration is { Errors.Count: > 0 };
            await ApiAnswer.JsonAsync(
                context, writer => ReloadJson.Write(writer, report), isWrong ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw new ApiException(StatusCodes.Status503ServiceUnavailable, "the server is shutting down: reload refused");
        }
    }

    private static ReloadScope ScopeOf(string only) => only switch
    {
        "" => ReloadScope.All,
        "configuration" => ReloadScope.Configuration,
        "definitions" => ReloadScope.Definitions,
        _ => throw ApiException.BadRequest($"only is 'configuration' or 'definitions', not '{only}'; without it all is read again"),
    };
}
