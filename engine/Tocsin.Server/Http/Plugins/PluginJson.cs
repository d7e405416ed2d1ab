using System.Text.Json;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Handlers;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Sources;

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
        FunctionJson.Write(writer, "functions", plugin.Load.Contributions.Functions);
        SourceKindJson.Write(writer, plugin.Load.Contributions.Sources);
        WriteTexts(writer, "commands", plugin.Load.Contributions.Commands.Select(command => command.Name));
        WriteHealth(writer, plugin.Health);
        writer.WriteEndObject();
    }

    /// <summary>What the server itself brings, as if it were a plugin.</summary>
    public static void WriteOwn(Utf8JsonWriter writer, IEnumerable<HandlerKind> kinds, IEnumerable<SourceKind> sources)
    {
        writer.WriteStartObject();
        writer.WriteString("id", HandlerKinds.EngineOrigin);
        writer.WriteString("state", "built-in");
        WriteKinds(writer, kinds);
        SourceKindJson.Write(writer, sources);
        writer.WriteEndObject();
    }

    private static void WriteKinds(Utf8JsonWriter writer, IEnumerable<HandlerKind> kinds)
    {
        writer.WriteStartArray("kinds");
        foreach (var kind in kinds)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", kind.Name);
            if (kind.ScriptMember is { } member)
                writer.WriteString("property", member.Name);
            OptionJson.Write(writer, "options", kind.Options.Describe());
            if (kind.Section is { } section)
            {
                writer.WriteStartObject("section");
                writer.WriteString("name", section);
                OptionJson.Write(writer, "keys", kind.Options.DescribeSection());
                writer.WriteEndObject();
            }

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

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
