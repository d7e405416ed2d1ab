namespace Tocsin.Server.Http.Write;

/// <summary><c>/ping</c>: where agents that write to InfluxDB ask whether somebody is there.</summary>
internal static class PingEndpoint
{
    public const string Path = "/ping";

    public static Task HandleAsync(HttpContext context)
    {
        ApiAnswer.Empty(context);
        context.Response.Headers["X-Influxdb-Version"] = HttpServer.ApiVersion;
        context.Response.Headers["X-Influxdb-Build"] = "OSS";
        return Task.CompletedTask;
    }
}
