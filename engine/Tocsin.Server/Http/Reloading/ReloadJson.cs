using System.Text.Json;
using Tocsin.Server.Loading;
using Tocsin.Server.Reloading;

namespace Tocsin.Server.Http.Reloading;

/// <summary>What came of a reload, as the API shows it.</summary>
internal static class ReloadJson
{
    public static void Write(Utf8JsonWriter writer, ReloadReport report)
    {
        writer.WriteStartObject();
        if (report.Configuration is { Errors.Count: > 0 } refused)
            writer.WriteString("error", string.Join('\n', refused.Errors));
        Write(writer, report.Configuration);
        Write(writer, report.Definitions);
        writer.WriteEndObject();
    }

    /// <summary>The part <c>configuration</c>; null when it was not read.</summary>
    public static void Write(Utf8JsonWriter writer, ConfigReport? report)
    {
        if (report is null)
        {
            writer.WriteNull("configuration");
            return;
        }

        writer.WriteStartObject("configuration");
        writer.WriteString("file", report.Path);
        writer.WriteString("at", report.At.UtcDateTime);
        WriteTexts(writer, "applied", report.Applied);
        WriteTexts(writer, "with-task", report.WithTask);
        WriteTexts(writer, "needs-restart", report.NeedsRestart);
        WriteTexts(writer, "renewed", report.Renewed);
        WriteTexts(writer, "kept", report.Kept);
        WriteTexts(writer, "warnings", report.Warnings);
        WriteTexts(writer, "errors", report.Errors);
        writer.WriteEndObject();
    }

    /// <summary>The part <c>definitions</c>; null when they were not loaded.</summary>
    public static void Write(Utf8JsonWriter writer, LoadReport? report)
    {
        if (report is null)
        {
            writer.WriteNull("definitions");
            return;
        }

        writer.WriteStartObject("definitions");
        writer.WriteString("folder", report.Folder);
        writer.WriteString("at", report.At.UtcDateTime);
        writer.WriteNumber("applied", report.Applied);
        writer.WriteNumber("of", report.Total);
        writer.WriteNumber("orphans", report.Orphans);
        WriteTexts(writer, "warnings", report.Warnings);
        WriteTexts(writer, "errors", report.Errors);
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
