using System.Text.Json;
using Tocsin.Pipelines.Recordings.Replays;

namespace Tocsin.Server.Http.Replays;

/// <summary><c>/kapacitor/v1/replays</c>: play recordings to tasks; list, show and delete replays.</summary>
internal sealed class ReplaysApi(ReplayRegistry replays, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/replays", ListAsync);
        routes.MapPost("/replays", PlayAsync);
        routes.MapPost("/replays/batch", PlayBatchAsync);
        routes.MapPost("/replays/query", PlayQueryAsync);
        routes.MapGet("/replays/{**id}", ShowAsync);
        routes.MapDelete("/replays/{**id}", DeleteAsync);
    }

    private Task ListAsync(HttpContext context) => RunAnswer.ListAsync(context, "replays", replays.All, replay => replay.Id, TaskReplayJson.WriteListed);

    private async Task PlayAsync(HttpContext context)
    {
        using var body = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        var replay = await replays.PlayAsync(RequestOf(body.RootElement), ApiBody.Text(body.RootElement, "recording")).ConfigureAwait(false);
        await StartedAsync(context, replay).ConfigureAwait(false);
    }

    private async Task PlayBatchAsync(HttpContext context)
    {
        using var body = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        var request = RequestOf(body.RootElement);
        var start = ApiBody.Time(body.RootElement, "start");
        var stop = ApiBody.Time(body.RootElement, "stop") ?? time.GetUtcNow();
        await StartedAsync(context, await replays.PlayBatchAsync(request, start, stop).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task PlayQueryAsync(HttpContext context)
    {
        using var body = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        var (query, cluster) = (ApiBody.Text(body.RootElement, "query"), ApiBody.Text(body.RootElement, "cluster"));
        if (query.Length == 0)
            throw ApiException.BadRequest("must provide query");
        await StartedAsync(context, await replays.PlayQueryAsync(RequestOf(body.RootElement), query, cluster).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <exception cref="ApiException">A value is not what it should be.</exception>
    private static ReplayRequest RequestOf(JsonElement body) => new()
    {
        Id = ApiBody.Text(body, "id"),
        Task = ApiBody.Text(body, "task"),
        KeepsTimes = body.TryGetProperty("recording-time", out var keeps) && keeps.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            _ => throw ApiException.BadRequest($"invalid JSON: recording-time is true or false, not {keeps.GetRawText()}"),
        },
        Clock = ApiBody.Text(body, "clock") switch
        {
            "" or "fast" => ReplayClock.Fast,
            "real" => ReplayClock.Real,
            var other => throw ApiException.BadRequest($"unknown clock '{other}': use fast or real"),
        },
    };

    private static Task StartedAsync(HttpContext context, TaskReplay replay) =>
        RunAnswer.StartedAsync(context, TaskReplayJson.LinkOf(replay.Id), writer => TaskReplayJson.Write(writer, replay));

    private Task ShowAsync(HttpContext context, string? id) => replays.Find(ApiPath.Id(id)) is { } replay
        ? RunAnswer.ShowAsync(context, replay.Status, writer => TaskReplayJson.Write(writer, replay))
        : throw ApiException.NotFound($"there is no replay '{id}': 'tocsin list replays' shows those there are");

    private async Task DeleteAsync(HttpContext context, string? id)
    {
        await replays.DeleteAsync(ApiPath.Id(id)).ConfigureAwait(false);
        ApiAnswer.Empty(context);
    }
}
