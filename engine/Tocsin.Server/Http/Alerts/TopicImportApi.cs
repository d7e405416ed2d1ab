using System.Text.Json;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Storage.Rows;
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

    /// <summary>Events whose mistakes an answer tells one by one.</summary>
    private const int MostRefusals = 100;

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

        // One that cannot be read must not keep the others from being known.
        var events = new List<(string Id, EventState State)>();
        var refused = new List<(string Id, string Why)>();
        foreach (var json in list.EnumerateArray())
        {
            var id = TextOf(json, "id");
            if (TryRead(json, id, out var state, out var why))
                events.Add((id, state));
            else
                refused.Add((id, why));
        }

        var taken = await topics.ImportAsync(topic, events).ConfigureAwait(false);
        await ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("imported", taken);
            writer.WriteNumber("known", events.Count - taken);
            writer.WriteNumber("refused-count", refused.Count);
            writer.WriteStartArray("refused");
            foreach (var (id, why) in refused.Take(MostRefusals))
            {
                writer.WriteStartObject();
                writer.WriteString("id", id);
                writer.WriteString("why", why);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static bool TryRead(JsonElement json, string id, out EventState read, out string why)
    {
        read = default;
        if (id.Length == 0 || !json.TryGetProperty("state", out var state) || state.ValueKind != JsonValueKind.Object)
            return Refuse("an event has an id and a state", out why);
        if (!AlertLevels.TryParse(TextOf(state, "level"), out var level))
            return Refuse($"level is OK, INFO, WARNING or CRITICAL, not \"{TextOf(state, "level")}\"", out why);
        var (time, duration) = (TextOf(state, "time"), TextOf(state, "duration"));
        if (!DateTimeOffset.TryParse(time, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at))
            return Refuse($"time is like 2026-01-31T12:00:00Z, not \"{time}\"", out why);
        if (!DurationSetting.TryParse(duration.Length == 0 ? "0s" : duration, out var nanoseconds))
            return Refuse($"duration is like 1m30s, not \"{duration}\"", out why);
        why = "";
        read = new EventState
        {
            Level = level,
            UnixNanoseconds = Instant.From(at).UnixNanoseconds,
            DurationNanoseconds = nanoseconds,
            Message = TextOf(state, "message"),
            Details = TextOf(state, "details"),
        };
        return true;
    }

    private static bool Refuse(string reason, out string why)
    {
        why = reason;
        return false;
    }

    private static string TextOf(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
}
