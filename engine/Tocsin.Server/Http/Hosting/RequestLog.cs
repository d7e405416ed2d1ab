using System.Diagnostics;
using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Access;

namespace Tocsin.Server.Http.Hosting;

/// <summary>Logs each request with its answer, as soon as it is answered.</summary>
internal sealed partial class RequestLog(RequestDelegate next, LiveSetting<ServerOptions> options, ILogger<RequestLog> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        await next(context).ConfigureAwait(false);
        if (!options.Current.Http.LogEnabled || !logger.IsEnabled(LogLevel.Information))
            return;

        var uri = LoggedAddress.Of(context);
        var duration = DurationText.Long((long)Stopwatch.GetElapsedTime(started).TotalNanoseconds);
        Request(logger, RemoteMachine.AddressOf(context), context.Request.Method, uri, context.Response.StatusCode, duration);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "http request host={Host} method={Method} uri={Uri} status={Status} duration={Duration}")]
    private static partial void Request(ILogger logger, string host, string method, string uri, int status, string duration);
}
