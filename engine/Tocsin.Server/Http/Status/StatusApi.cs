using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Reloading;

namespace Tocsin.Server.Http.Status;

/// <summary><c>/tocsin/v1/status</c>: how everything is, in one answer.</summary>
/// <param name="reloader">Reads definitions again; null where there are none.</param>
/// <param name="openness">What a person should know of who may use the server; empty when that is in order.</param>
/// <param name="pool">Answers what blocks the threads that all share; null when nothing does.</param>
internal sealed class StatusApi(AlertEngine engine, Reloader? reloader, string openness, Func<PoolTrouble?> pool)
{
    private readonly StatusReader _reader = new(engine, reloader, openness);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/status", ShowAsync);

    private Task ShowAsync(HttpContext context)
    {
        var seen = HiddenAnswers.In(context);
        var report = _reader.Read() with { Pool = pool() };
        report = report with { Handlers = [.. report.Handlers.Select(handler => handler with { Counters = handler.Counters with { LastError = seen(handler.Counters.LastError) } })] };
        return ApiAnswer.JsonAsync(context, writer => StatusJson.Write(writer, report));
    }
}
