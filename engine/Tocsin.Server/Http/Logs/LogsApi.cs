using System.Net.Mime;
using System.Text;
using Tocsin.Server.Logging;

namespace Tocsin.Server.Http.Logs;

/// <summary><c>/kapacitor/v1preview/logs</c>, the log as it is written, and <c>/loglevel</c>, how much of it is.</summary>
internal sealed class LogsApi(LineLoggerProvider? logs)
{
    /// <summary>Where the log is followed; nowhere else, as with Kapacitor.</summary>
    public const string Path = "/kapacitor/v1preview/logs";

    public void Map(IEndpointRouteBuilder app, IEndpointRouteBuilder api)
    {
        app.MapGet(Path, FollowAsync);
        api.MapPost("/loglevel", ChangeLevelAsync);
    }

    private async Task FollowAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query.FirstOrDefault(pair => pair.Value.Count > 1).Key is { } twice)
            throw ApiException.BadRequest($"query params cannot contain duplicate params: '{twice}' stands {query[twice].Count} times");
        var filter = LogFilter.Of(query.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())))
            ?? throw ApiException.BadRequest($"lvl is {LogLevels.Known}, with + after it for that level and those above, not \"{query["lvl"]}\"");
        var isJson = context.Request.Headers.Accept.Any(accept => accept?.Contains(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase) == true);
        using var stream = (logs ?? throw new ApiException(StatusCodes.Status503ServiceUnavailable, "this server writes no log")).Streams.Open(filter)
            ?? throw new ApiException(StatusCodes.Status503ServiceUnavailable, $"{LogStreams.Most} others follow the log already, which is the limit: end one of them");

        context.Response.ContentType = isJson ? $"{MediaTypeNames.Application.Json}; charset=utf-8" : "application/logfmt; charset=utf-8";

        // Until the first entry comes, nobody would know that the log is followed.
        await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        try
        {
            while (true)
                await SendAsync(context, await stream.ReadAsync(over.Token).ConfigureAwait(false), isJson, over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Whoever followed has gone, or the server stops.
        }
    }

    private async Task ChangeLevelAsync(HttpContext context)
    {
        using var document = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        var text = ApiBody.Text(document.RootElement, "level");
        if (!LogLevels.TryParse(text, out var level))
            throw ApiException.BadRequest($"invalid log level \"{text}\": choose {LogLevels.Known}");
        if (logs is not null)
            logs.Minimum = level;
        ApiAnswer.Empty(context);
    }

    private static async Task SendAsync(HttpContext context, IReadOnlyList<LogEntry> entries, bool isJson, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes((isJson ? LogJson.Write(entry) : LogLine.Write(entry)) + "\n"), cancellationToken).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
