using System.Text.Json;
using Tocsin.Engine.Sources;

namespace Tocsin.Server.Http.Plugins;

/// <summary>Kinds of sources as the API shows them.</summary>
internal static class SourceKindJson
{
    public static void Write(Utf8JsonWriter writer, IEnumerable<SourceKind> kinds)
    {
        writer.WriteStartArray("sources");
        foreach (var kind in kinds)
        {
            writer.WriteStartObject();
            writer.WriteString("source", kind.Name);
            writer.WriteString("system", kind.System);
            OptionJson.Write(writer, "options", kind.DescribeOptions());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
