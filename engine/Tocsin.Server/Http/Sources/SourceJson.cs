using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Engine.Sources;

namespace Tocsin.Server.Http.Sources;

/// <summary>Sources in answers.</summary>
internal static class SourceJson
{
    /// <summary>A source and what it did; with its definition when that is given.</summary>
    public static void Write(Utf8JsonWriter writer, Source source, JsonNode? definition = null)
    {
        writer.WriteStartObject();
        writer.WriteString("id", source.Spec.Id);
        writer.WriteString("kind", source.Spec.Kind);
        writer.WriteString("topic", source.Topic);
        writer.WriteString("address", $"{RouteTable.IngestBase}/{source.Spec.Id}");
        writer.WriteBoolean("open", source.IsOpen);
        writer.WriteString("problem", source.Problem);
        WriteCounts(writer, source.Counts);
        if (definition is not null)
        {
            writer.WritePropertyName("definition");
            definition.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter writer, SourceCounts counts)
    {
        writer.WriteNumber("received", counts.Received);
        writer.WriteNumber("events", counts.Events);
        writer.WriteNumber("points", counts.Points);
        writer.WriteNumber("tests", counts.Tests);
        writer.WriteNumber("duplicates", counts.Duplicates);
        writer.WriteNumber("ignored", counts.Ignored);
        writer.WriteNumber("refused", counts.Refused);
        writer.WriteBoolean("refusing", counts.IsRefusing);
        writer.WriteNumber("quarantined", counts.Quarantined);
        writer.WriteNumber("limited", counts.Limited);
        WriteTime(writer, "last-received", counts.LastReceived);
        WriteTime(writer, "last-refused", counts.LastRefused);
        writer.WriteString("last-refusal", counts.LastRefusal);
        writer.WriteString("last-error", counts.LastError);
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } known)
            writer.WriteString(name, known);
        else
            writer.WriteNull(name);
    }
}
