using System.Text.Json;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Plugins;

namespace Tocsin.Server.Http.Plugins;

/// <summary>Plugins as the API shows them.</summary>
internal static class PluginJson
{
    public static void Write(Utf8JsonWriter writer, PluginStatus plugin)
    {
        writer.WriteStartObject();
        writer.WriteString("id", plugin.Load.Id);
        writer.WriteString("folder", plugin.Load.Folder);
        writer.WriteString("assembly", plugin.Load.AssemblyName);
        writer.WriteString("version", plugin.Load.Version);
        writer.WriteString("sdk-version", plugin.Load.SdkVersion);
        writer.WriteString("state", plugin.State.ToString().ToLowerInvariant());
        writer.WriteString("since", Instant.From(plugin.Since).ToString());
        WriteTexts(writer, "errors", plugin.Errors);
        WriteTexts(writer, "leftovers", plugin.Leftovers);
        WriteKinds(writer, plugin.Load.Kinds);
        WriteHealth(writer, plugin.Health);
        writer.WriteEndObject();
    }

    /// <summary>What the server itself brings, as if it were a plugin.</summary>
    public static void WriteOwn(Utf8JsonWriter writer, IEnumerable<HandlerKind> kinds)
    {
        writer.WriteStartObject();
        writer.WriteString("id", HandlerKinds.EngineOrigin);
        writer.WriteString("state", "built-in");
        WriteKinds(writer, kinds);
        writer.WriteEndObject();
    }

    private static void WriteKinds(Utf8JsonWriter writer, IEnumerable<HandlerKind> kinds)
    {
        writer.WriteStartArray("kinds");
        foreach (var kind in kinds)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", kind.Name);
            writer.WriteString("property", kind.ScriptName);
            WriteOptions(writer, "options", kind.DescribeOptions());
            if (kind.Section is { } section)
            {
                writer.WriteStartObject("section");
                writer.WriteString("name", section);
                WriteOptions(writer, "keys", kind.DescribeSection());
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteOptions(Utf8JsonWriter writer, string name, IReadOnlyList<OptionDescription> options)
    {
        writer.WriteStartArray(name);
        foreach (var option in options)
        {
            writer.WriteStartObject();
            writer.WriteString("key", option.Key);
            writer.WriteString("script", option.Script);
            writer.WriteString("type", option.Type);
            writer.WriteBoolean("required", option.IsRequired);
            writer.WriteBoolean("secret", option.IsSecret);
            writer.WriteString("default", option.Default);
            writer.WriteString("summary", option.Summary);
            if (option.Options.Count > 0)
                WriteOptions(writer, "options", option.Options);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteHealth(Utf8JsonWriter writer, PluginHealthCounts health)
    {
        writer.WriteStartObject("health");
        writer.WriteNumber("exceptions", health.Exceptions);
        writer.WriteNumber("timeouts", health.Timeouts);
        writer.WriteNumber("unreturned", health.Unreturned);
        writer.WriteNumber("late-returns", health.LateReturns);
        if (health.LastProblemAt is { } at)
        {
            writer.WriteStartObject("last-problem");
            writer.WriteString("time", Instant.From(at).ToString());
            writer.WriteString("handler", health.LastProblemHandler);
            writer.WriteString("problem", health.LastProblem);
            writer.WriteEndObject();
        }

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
