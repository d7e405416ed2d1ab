using System.Text.Json.Nodes;

namespace Tocsin.Server.Json;

/// <summary>Reads parts of answers that may be absent: answers of other versions must not break a command.</summary>
internal static class JsonReading
{
    /// <summary>A value as text; empty when it is absent.</summary>
    public static string Text(this JsonObject json, string name) => json[name] switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var other => other.ToJsonString(),
    };

    /// <summary>The objects of a list; none when it is absent.</summary>
    public static List<JsonObject> Items(this JsonObject json, string name) =>
        json[name] is JsonArray list ? [.. list.OfType<JsonObject>()] : [];

    /// <summary>The texts of a list; none when it is absent.</summary>
    public static List<string> Texts(this JsonObject json, string name) =>
        json[name] is JsonArray list ? [.. list.OfType<JsonValue>().Select(value => value.ToString())] : [];

    /// <summary>The path of a link.</summary>
    public static string Link(this JsonObject json, string name = "link") => json[name] is JsonObject link ? link.Text("href") : "";

    /// <summary>Databases and retention policies: <c>["db"."rp" "db"."other"]</c>.</summary>
    public static string Dbrps(this JsonObject json) =>
        "[" + string.Join(' ', json.Items("dbrps").Select(dbrp => $"\"{dbrp.Text("db")}\".\"{dbrp.Text("rp")}\"")) + "]";
}
