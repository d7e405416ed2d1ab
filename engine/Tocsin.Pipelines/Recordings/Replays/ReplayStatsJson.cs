using System.Buffers;
using System.Text;
using System.Text.Json;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Pipelines.Recordings.Replays;

/// <summary>The counters of a task as the store keeps them.</summary>
internal static class ReplayStatsJson
{
    public static string Write(TaskStats stats)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            writer.WriteNumber("throughput", stats.Throughput);
            writer.WriteStartArray("nodes");
            foreach (var node in stats.Nodes)
            {
                writer.WriteStartObject();
                writer.WriteString("name", node.Name);
                writer.WriteString("kind", node.Kind);
                writer.WriteString("type", node.Type);
                writer.WriteStartObject("values");
                foreach (var (name, value) in node.Values)
                    writer.WriteNumber(name, value);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>Null for no counters, and for any other text.</summary>
    public static TaskStats? TryRead(string json)
    {
        if (json.Length == 0)
            return null;
        try
        {
            using var document = JsonDocument.Parse(json);
            var nodes = document.RootElement.GetProperty("nodes").EnumerateArray().Select(node => new TaskStats.NodeValues(
                node.GetProperty("name").GetString() ?? "",
                [.. node.GetProperty("values").EnumerateObject().Select(value => (value.Name, value.Value.GetInt64()))])
            {
                Kind = node.GetProperty("kind").GetString() ?? "",
                Type = node.GetProperty("type").GetString() ?? "",
            });
            return new TaskStats(document.RootElement.GetProperty("throughput").GetDouble(), [.. nodes]);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Counters of a replay that is over: it is worth more than they are.
            return null;
        }
    }
}
