using System.Text.Json;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Text;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Recordings;

namespace Tocsin.Server.Http.Recordings;

/// <summary>Recordings as the API shows them.</summary>
internal static class RecordingJson
{
    private static readonly string[] All = ["link", "id", "type", "size", "date", "error", "status", "progress"];
    private static readonly string[] Listed = [.. All.Order(StringComparer.Ordinal)];

    public static string LinkOf(string id) => $"{RouteTable.Base}/recordings/{id}";

    /// <summary>One recording, whole.</summary>
    public static void Write(Utf8JsonWriter writer, Recording recording) => Write(writer, recording, All);

    /// <summary>A recording in a list.</summary>
    /// <exception cref="ApiException">A field does not exist.</exception>
    public static void WriteListed(Utf8JsonWriter writer, Recording recording, IReadOnlyList<string> fields) =>
        Write(writer, recording, ListedFields.Of(fields, All, Listed));

    private static void Write(Utf8JsonWriter writer, Recording recording, IEnumerable<string> fields)
    {
        writer.WriteStartObject();
        foreach (var field in fields)
        {
            writer.WritePropertyName(field);
            WriteField(writer, recording, field);
        }

        writer.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter writer, Recording recording, string field)
    {
        switch (field)
        {
            case "link":
                ApiLink.Write(writer, LinkOf(recording.Id));
                break;
            case "id":
                writer.WriteStringValue(recording.Id);
                break;
            case "type":
                writer.WriteStringValue(recording.Type == EdgeKind.Batch ? "batch" : "stream");
                break;
            case "size":
                writer.WriteNumberValue(recording.Bytes);
                break;
            case "date":
                writer.WriteStringValue(Instant.From(recording.Date).ToString());
                break;
            case "error":
                writer.WriteLongString(recording.Error);
                break;
            case "status":
                writer.WriteStringValue(recording.Status.Text());
                break;
            default:
                writer.WriteNumberValue(recording.Progress);
                break;
        }
    }
}
