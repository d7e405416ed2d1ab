using System.Text.Json;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Server.Http.Watching;

/// <summary>What was seen of a task, as JSON.</summary>
internal static class WatchJson
{
    /// <summary>Writes the members <c>task</c> and <c>nodes</c> of an object.</summary>
    public static void Write(Utf8JsonWriter writer, string task, IReadOnlyList<WatchedNode> seen)
    {
        writer.WriteString("task", task);
        writer.WriteStartArray("nodes");
        foreach (var node in seen)
            Write(writer, node);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, WatchedNode node)
    {
        writer.WriteStartObject();
        writer.WriteString("node", node.Name);
        writer.WriteString("place", node.Place);
        writer.WriteNumber("came", node.Came);
        writer.WriteNumber("went", node.Went);
        writer.WriteNumber("came-ever", node.CameEver);
        writer.WriteBoolean("has-children", node.HasChildren);
        writer.WritePropertyName("last");
        if (node.Last.IsEmpty)
            writer.WriteNullValue();
        else
            writer.WriteRawValue(node.Last.Span);
        writer.WriteStartArray("why");
        foreach (var line in node.Why)
            writer.WriteStringValue(line);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
