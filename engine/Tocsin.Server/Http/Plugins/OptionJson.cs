using System.Text.Json;
using Tocsin.Alerting.Configuration.Binding;

namespace Tocsin.Server.Http.Plugins;

/// <summary>Options of handlers, functions and sources as the API shows them.</summary>
internal static class OptionJson
{
    public static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<OptionDescription> options)
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
                Write(writer, "options", option.Options);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
