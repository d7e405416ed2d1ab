using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Recordings;

namespace Tocsin.Server.Http.Recordings;

/// <summary><c>/kapacitor/v1/recordings</c>: make, list, show and delete recordings.</summary>
internal sealed class RecordingsApi(RecordingRegistry recordings, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/recordings", ListAsync);
        routes.MapPost("/recordings/stream", RecordStreamAsync);
        routes.MapPost("/recordings/batch", RecordBatchAsync);
        routes.MapPost("/recordings/query", RecordQueryAsync);
        routes.MapGet("/recordings/{**id}", ShowAsync);
        routes.MapDelete("/recordings/{**id}", DeleteAsync);
    }

    private Task ListAsync(HttpContext context) => RunAnswer.ListAsync(context, "recordings", recordings.All, recording => recording.Id, RecordingJson.WriteListed);

    private async Task RecordStreamAsync(HttpContext context)
    {
        using var body = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        var (id, task) = (ApiBody.Text(body.RootElement, "id"), ApiBody.Text(body.RootElement, "task"));
        var stop = ApiBody.Time(body.RootElement, "stop") ?? throw ApiException.BadRequest("must provide stop time");
        await StartedAsync(context, await recordings.RecordStreamAsync(id, task, stop).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task RecordBatchAsync(HttpContext context)
    {
        using var body = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        var (id, task) = (ApiBody.Text(body.RootElement, "id"), ApiBody.Text(body.RootElement, "task"));
        var start = ApiBody.Time(body.RootElement, "start") ?? throw ApiException.BadRequest("must provide start time");
        var stop = ApiBody.Time(body.RootElement, "stop") ?? time.GetUtcNow();
        await StartedAsync(context, await recordings.RecordBatchAsync(id, task, start, stop).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task RecordQueryAsync(HttpContext context)
    {
        using var body = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        var (id, query, cluster) = (ApiBody.Text(body.RootElement, "id"), ApiBody.Text(body.RootElement, "query"), ApiBody.Text(body.RootElement, "cluster"));
        var type = ApiBody.Text(body.RootElement, "type") switch
        {
            "stream" => EdgeKind.Stream,
            "batch" => EdgeKind.Batch,
            var other => throw ApiException.BadRequest($"the type of a recording is stream or batch, not '{other}'"),
        };
        if (query.Length == 0)
            throw ApiException.BadRequest("must provide query");
        await StartedAsync(context, await recordings.RecordQueryAsync(id, query, type, cluster).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static Task StartedAsync(HttpContext context, Recording recording) =>
        RunAnswer.StartedAsync(context, RecordingJson.LinkOf(recording.Id), writer => RecordingJson.Write(writer, recording));

    // The status that the peer answers with when there is none, which its client knows.
    private Task ShowAsync(HttpContext context, string? id) => recordings.Find(ApiPath.Id(id)) is { } recording
        ? RunAnswer.ShowAsync(context, recording.Status, writer => RecordingJson.Write(writer, recording))
        : throw new ApiException(StatusCodes.Status500InternalServerError, $"there is no recording '{id}': 'tocsin list recordings' shows those there are");

    private async Task DeleteAsync(HttpContext context, string? id)
    {
        await recordings.DeleteAsync(ApiPath.Id(id)).ConfigureAwait(false);
        ApiAnswer.Empty(context);
    }
}
