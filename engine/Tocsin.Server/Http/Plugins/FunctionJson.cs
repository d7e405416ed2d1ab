using System.Text.Json;
using Tocsin.Pipelines.Functions;

namespace Tocsin.Server.Http.Plugins;

/// <summary>Functions as the API shows them.</summary>
internal static class FunctionJson
{
    public static void Write(Utf8JsonWriter writer, string name, IEnumerable<UserFunction> functions)
    {
        writer.WriteStartArray(name);
        foreach (var function in functions.Select(function => function.Describe()))
        {
            writer.WriteStartObject();
            writer.WriteString("function", function.Name);
            writer.WriteString("origin", function.Origin);
            writer.WriteStartArray("signatures");
            foreach (var signature in function.Signatures)
                writer.WriteStringValue(signature);
            writer.WriteEndArray();
            writer.WriteString("summary", function.Summary);
            OptionJson.Write(writer, "options", function.Options);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
