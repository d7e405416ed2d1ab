using System.Text.Json;

namespace Tocsin.Server.Http;

/// <summary>Links as the API shows them: <c>{"rel":"self","href":"/kapacitor/v1/…"}</c>.</summary>
internal static class ApiLink
{
    public static void Write(Utf8JsonWriter writer, string href, string relation = "self")
    {
        writer.WriteStartObject();
        writer.WriteString("rel", relation);
        writer.WriteString("href", href);
        writer.WriteEndObject();
    }
}
