namespace Tocsin.Server.Http.Write;

/// <summary><c>/ping</c>: where agents that write to InfluxDB ask whether somebody is there.</summary>
internal static class PingEndpoint
{
    public static Task HandleAsync(HttpContext context)
    {
        ApiAnswer.Empty(context);
        context.Response.Headers["X-Influxdb-Version"] = ServerVersion.Api;
        context.Response.Headers["X-Influxdb-Build"] = "OSS";
        return Task.CompletedTask;
    }
}
