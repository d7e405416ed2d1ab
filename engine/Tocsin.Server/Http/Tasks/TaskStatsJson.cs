using System.Text.Json;
using Tocsin.Pipelines.Tasks;
using Tocsin.Pipelines.Tasks.Loops;

namespace Tocsin.Server.Http.Tasks;

/// <summary>The counters of a task as the API shows them.</summary>
internal static class TaskStatsJson
{
    /// <param name="stats">Null for a task that does not run.</param>
    public static void Write(Utf8JsonWriter writer, TaskStats? stats)
    {
        writer.WriteStartObject();
        if (stats is not null)
        {
            writer.WriteStartObject("task-stats");
            writer.WriteNumber("throughput", stats.Throughput);
            writer.WriteEndObject();
            writer.WriteStartObject("node-stats");
            foreach (var node in stats.Nodes.OrderBy(node => node.Name, StringComparer.Ordinal))
            {
                writer.WriteStartObject(node.Name);
                foreach (var (name, value) in node.Values.OrderBy(value => value.Name, StringComparer.Ordinal))
                    writer.WriteNumber(name, value);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>On how many loops it works, and why on no more.</summary>
    /// <param name="loops">Null for a task that does not run.</param>
    public static void Write(Utf8JsonWriter writer, TaskLoops? loops)
    {
        writer.WriteStartObject();
        if (loops is { } they)
        {
            writer.WriteNumber("count", they.Count);
            writer.WriteNumber("limit", they.Limit);
            writer.WriteString("reason", they.Reason);
        }

        writer.WriteEndObject();
    }
}
