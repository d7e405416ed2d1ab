using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Http.Status;

/// <summary><c>/tocsin/v1/status</c>: how everything is, in one answer.</summary>
internal sealed class StatusApi(AlertEngine engine, ServerParts? parts)
{
    private readonly StatusReader _reader = new(engine, parts?.Reloader, parts?.Openness ?? "");

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/status", ShowAsync);

    private Task ShowAsync(HttpContext context)
    {
        var report = _reader.Read() with { Pool = parts?.Pool() };
        return ApiAnswer.JsonAsync(context, writer => StatusJson.Write(writer, report));
    }
}
