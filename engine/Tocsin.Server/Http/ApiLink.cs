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

    /// <summary>A name as a part of a link: one with a slash is percent-encoded, any other stands as clients of the peer expect it.</summary>
    public static string Part(string name) => name.Contains('/', StringComparison.Ordinal) ? Uri.EscapeDataString(name) : name;
}
