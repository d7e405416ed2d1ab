using System.Text.Json;
using Tocsin.Pipelines.Tasks.Checkpoints;

namespace Tocsin.Server.Http.Status;

/// <summary>How much of what a task's nodes know is written down, as the API shows it.</summary>
internal static class CheckpointJson
{
    public static void Write(Utf8JsonWriter writer, CheckpointStatus checkpoint)
    {
        if (checkpoint.Taken is { } taken)
            writer.WriteString("written", taken.UtcDateTime);
        else
            writer.WriteNull("written");
        writer.WriteNumber("bytes", checkpoint.Bytes);
        writer.WriteNumber("pause-seconds", Math.Round(checkpoint.Paused.TotalSeconds, 6));
        writer.WriteString("error", checkpoint.Problem);
    }
}
