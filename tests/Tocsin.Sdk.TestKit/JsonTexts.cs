using System.Globalization;
using System.Text.Json;

namespace Tocsin.Sdk.TestKit;

/// <summary>Looks at texts in a body.</summary>
internal static class JsonTexts
{
    /// <summary>The text at a path such as <c>embeds.0.title</c>.</summary>
    public static string At(ReadOnlyMemory<byte> body, string path)
    {
        using var json = JsonDocument.Parse(body);
        var value = json.RootElement;
        foreach (var key in path.Split('.'))
            value = value.ValueKind == JsonValueKind.Array ? value[int.Parse(key, CultureInfo.InvariantCulture)] : value.GetProperty(key);
        return value.GetString() ?? "";
    }

    /// <summary>All texts, names of keys too.</summary>
    public static IEnumerable<string> All(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString() ?? ""],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(All),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(p => All(p.Value).Prepend(p.Name)),
        _ => [],
    };
}
