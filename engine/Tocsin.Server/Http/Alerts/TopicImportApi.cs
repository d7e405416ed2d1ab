using System.Text.Json;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Storage;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;

namespace Tocsin.Server.Http.Alerts;

/// <summary>
/// <c>POST /tocsin/v1/topics/TOPIC/import</c>: takes over what another server knows of a topic's events, in the form in which it shows them: tasks go
/// on from there, so that what is open is neither forgotten nor raised again.
/// </summary>
internal sealed class TopicImportApi(Tocsin.Alerting.Alerts.Topics topics)
{
    /// <summary>Events of one request.</summary>
    private const int Most = 100_000;

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/topics/{topic}/import", ImportAsync);

    private async Task ImportAsync(HttpContext context, string topic)
    {
        if (AddressableName.Problem(topic) is { } problem)
            throw ApiException.BadRequest($"the topic's name cannot be part of an address: {problem}");
        using var document = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        if (!document.RootElement.TryGetProperty("events", out var list) || list.ValueKind != JsonValueKind.Array)
            throw ApiException.BadRequest("events is a list of {\"id\":…,\"state\":{…}}, as …/topics/TOPIC/events shows it");
        if (list.GetArrayLength() > Most)
            throw ApiException.BadRequest($"{list.GetArrayLength()} events are more than the {Most} that one request takes: send several");
        var events = list.EnumerateArray().Select(Read).ToList();
        var taken = await topics.ImportAsync(topic, events).ConfigureAwait(false);
        await ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("imported", taken);
            writer.WriteNumber("known", events.Count - taken);
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static (string Id, EventState State) Read(JsonElement json)
    {
        var id = ApiBody.Text(json, "id");
        if (id.Length == 0 || !json.TryGetProperty("state", out var state))
            throw ApiException.BadRequest("an event has an id and a state");
        if (!AlertLevels.TryParse(ApiBody.Text(state, "level"), out var level))
            throw ApiException.BadRequest($"event \"{id}\": level is OK, INFO, WARNING or CRITICAL, not \"{ApiBody.Text(state, "level")}\"");
        var (time, duration) = (ApiBody.Text(state, "time"), ApiBody.Text(state, "duration"));
        if (!DateTimeOffset.TryParse(time, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at))
            throw ApiException.BadRequest($"event \"{id}\": time is like 2026-01-31T12:00:00Z, not \"{time}\"");
        if (!DurationSetting.TryParse(duration.Length == 0 ? "0s" : duration, out var nanoseconds))
            throw ApiException.BadRequest($"event \"{id}\": duration is like 1m30s, not \"{duration}\"");
        return (id, new EventState
        {
            Level = level,
            UnixNanoseconds = Instant.From(at).UnixNanoseconds,
            DurationNanoseconds = nanoseconds,
            Message = ApiBody.Text(state, "message"),
            Details = ApiBody.Text(state, "details"),
        });
    }
}
