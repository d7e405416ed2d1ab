using System.Text.Json;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Http.Status;

namespace Tocsin.Server.Http.Tasks;

/// <summary>What is written down of the state of a task's nodes, as the API shows it.</summary>
internal static class TaskStateJson
{
    /// <param name="running">Null for a task that does not run.</param>
    public static void Write(Utf8JsonWriter writer, RunningTask? running)
    {
        writer.WriteStartObject();
        if (running?.Checkpoint is { } checkpoint)
            CheckpointJson.Write(writer, checkpoint);
        if (running?.Loaded is { } loaded)
        {
            Write(writer, "kept", loaded.Kept);
            Write(writer, "started-over", loaded.StartedOver);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string> nodes)
    {
        writer.WriteStartArray(name);
        foreach (var node in nodes)
            writer.WriteStringValue(node);
        writer.WriteEndArray();
    }
}
