using Tocsin.Engine.Hosting;
using Tocsin.Server.Reloading;

namespace Tocsin.Server.Http.Status;

/// <summary><c>/tocsin/v1/status</c>: how everything is, in one answer.</summary>
internal sealed class StatusApi(AlertEngine engine, Reloader? reloader)
{
    private readonly StatusReader _reader = new(engine, reloader);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/status", ShowAsync);

    private Task ShowAsync(HttpContext context)
    {
        var report = _reader.Read();
        return ApiAnswer.JsonAsync(context, writer => StatusJson.Write(writer, report));
    }
}
