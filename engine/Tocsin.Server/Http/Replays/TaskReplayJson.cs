using System.Text.Json;
using Tocsin.Dsl.Text;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Recordings;
using Tocsin.Pipelines.Recordings.Replays;
using Tocsin.Server.Http.Tasks;

namespace Tocsin.Server.Http.Replays;

/// <summary>Replays as the API shows them.</summary>
internal static class TaskReplayJson
{
    private static readonly string[] All = ["link", "id", "task", "recording", "recording-time", "clock", "date", "error", "status", "progress", "stats"];
    private static readonly string[] Listed = [.. All.Where(field => field != "stats").Order(StringComparer.Ordinal)];

    public static string LinkOf(string id) => $"{RouteTable.Base}/replays/{id}";

    /// <summary>One replay, whole.</summary>
    public static void Write(Utf8JsonWriter writer, TaskReplay replay) => Write(writer, replay, All);

    /// <summary>A replay in a list.</summary>
    /// <exception cref="ApiException">A field does not exist.</exception>
    public static void WriteListed(Utf8JsonWriter writer, TaskReplay replay, IReadOnlyList<string> fields) =>
        Write(writer, replay, ListedFields.Of(fields, All, Listed));

    private static void Write(Utf8JsonWriter writer, TaskReplay replay, IEnumerable<string> fields)
    {
        writer.WriteStartObject();
        foreach (var field in fields)
        {
            writer.WritePropertyName(field);
            WriteField(writer, replay, field);
        }

        writer.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter writer, TaskReplay replay, string field)
    {
        switch (field)
        {
            case "link":
                ApiLink.Write(writer, LinkOf(replay.Id));
                break;
            case "id":
                writer.WriteStringValue(replay.Id);
                break;
            case "task":
                writer.WriteStringValue(replay.Task);
                break;
            case "recording":
                writer.WriteStringValue(replay.Recording);
                break;
            case "recording-time":
                writer.WriteBooleanValue(replay.KeepsTimes);
                break;
            case "clock":
                writer.WriteStringValue(replay.Clock == ReplayClock.Real ? "real" : "fast");
                break;
            case "date":
                writer.WriteStringValue(Instant.From(replay.Date).ToString());
                break;
            case "error":
                writer.WriteLongString(replay.Error);
                break;
            case "status":
                writer.WriteStringValue(replay.Status.Text());
                break;
            case "progress":
                writer.WriteNumberValue(replay.Progress);
                break;
            default:
                TaskStatsJson.Write(writer, replay.Stats);
                break;
        }
    }
}
