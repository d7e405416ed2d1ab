using System.Text.Json;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Http.Configuration;

/// <summary>Sections of the configuration as the API shows them: all options, those that hold secrets as whether there is one.</summary>
internal static class ConfigSectionJson
{
    public static void Write(Utf8JsonWriter writer, ConfigSection section, ConfigMap configuration)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("link");
        ApiLink.Write(writer, $"{ConfigApi.Address}/{section.Name}");
        writer.WriteStartArray("elements");
        foreach (var (name, options) in section.Elements(configuration))
            WriteElement(writer, section, name, options);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WriteElement(Utf8JsonWriter writer, ConfigSection section, string name, ConfigMap options)
    {
        var redacted = new List<string>();
        var bound = OptionsBinder.Bind(section.Shape.Type, options, new BindRules("", IgnoresMissing: true), []);
        var shown = BoundOptions.Read(section.Shape, bound, redacted);

        // What the engine itself reads of an entry.
        var further = options.Entries.Where(entry => !section.Shape.TryFind(entry.Key, out _) && entry.Value is not ConfigMap);
        writer.WriteStartObject();
        writer.WritePropertyName("link");
        ApiLink.Write(writer, $"{ConfigApi.Address}/{section.Name}/{name}");
        writer.WritePropertyName("options");
        writer.WriteRawValue(ConfigJson.Write(new ConfigMap([.. shown.Entries.Concat(further).OrderBy(entry => entry.Key, StringComparer.Ordinal)])));
        writer.WriteStartArray("redacted");
        foreach (var path in redacted)
            writer.WriteStringValue(path);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
