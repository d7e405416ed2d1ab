using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tocsin.Conformance;

/// <summary>Puts real addresses into what a case says, and takes them out of what came back.</summary>
internal sealed partial class Placeholders
{
    private readonly List<(string Real, string Name)> _pairs = [];

    /// <summary>Adds a pair. Where real texts begin alike, the longer one has to be added first.</summary>
    public void Add(string real, string name) => _pairs.Add((real, name));

    /// <summary>Names become what they stand for.</summary>
    public string Fill(string text)
    {
        foreach (var (real, name) in _pairs)
            text = text.Replace(name, real, StringComparison.Ordinal);
        return text;
    }

    /// <summary>What names stand for becomes the names, in all keys and texts.</summary>
    public JsonNode? Clear(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(Clear(pair.Key), Clear(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Clear)]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Clear(text)),
        _ => node?.DeepClone(),
    };

    private string Clear(string text)
    {
        foreach (var (real, name) in _pairs)
            text = text.Replace(real, name, StringComparison.Ordinal);
        return Uuid().Replace(text, "@UUID@");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uuid();
}
