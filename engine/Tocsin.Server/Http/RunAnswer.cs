using System.Text.Json;
using Tocsin.Pipelines.Recordings;

namespace Tocsin.Server.Http;

/// <summary>Answers about what goes on when the request is over: recordings and replays.</summary>
internal static class RunAnswer
{
    /// <summary>201: it has begun.</summary>
    /// <param name="link">Where to ask for it.</param>
    public static Task StartedAsync(HttpContext context, string link, Action<Utf8JsonWriter> write)
    {
        context.Response.Headers.Location = RouteTable.Escaped(link);
        return ApiAnswer.JsonAsync(context, write, StatusCodes.Status201Created);
    }

    /// <summary>202 while it runs, then 200.</summary>
    public static Task ShowAsync(HttpContext context, RunStatus status, Action<Utf8JsonWriter> write) =>
        ApiAnswer.JsonAsync(context, write, status == RunStatus.Running ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);

    /// <summary>The list that was asked for.</summary>
    /// <param name="write">Writes one with the fields that were asked for.</param>
    public static Task ListAsync<T>(HttpContext context, string kind, IEnumerable<T> items, Func<T, string> id, Action<Utf8JsonWriter, T, IReadOnlyList<string>> write)
    {
        var query = ListQuery.Read(context.Request.Query);
        return ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray(kind);
            foreach (var item in query.Choose(items, id))
                write(writer, item, query.Fields);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
