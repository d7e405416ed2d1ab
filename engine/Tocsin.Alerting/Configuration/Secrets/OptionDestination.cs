using System.Text.Json.Nodes;

namespace Tocsin.Alerting.Configuration.Secrets;

/// <summary>Where an option leads to: the server of an address, or what an option says that is named like one.</summary>
/// <param name="Path">The option, as a path of keys.</param>
/// <param name="Place">What it leads to, without secrets.</param>
public sealed record OptionDestination(string Path, string Place)
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "addr", "address", "addresses", "broker", "brokers", "domain", "endpoint", "host", "server", "servers", "subdomain", "url", "urls",
    };

    /// <summary>The first place that options lead to and others do not; null when there is none.</summary>
    public static OptionDestination? FirstNew(JsonNode? options, JsonNode? others)
    {
        var known = All(others, "", "").Select(destination => destination.Place).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return All(options, "", "").FirstOrDefault(destination => !known.Contains(destination.Place));
    }

    private static IEnumerable<OptionDestination> All(JsonNode? node, string path, string key) => node switch
    {
        JsonObject map => map.SelectMany(entry => All(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}", entry.Key)),
        JsonArray list => list.SelectMany(item => All(item, path, key)),
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length > 0 => Of(path, key, text),
        _ => [],
    };

    private static IEnumerable<OptionDestination> Of(string path, string key, string text)
    {
        if (AddressSecrets.ServerOf(text) is { } server)
            yield return new OptionDestination(path, server);
        else if (Names.Contains(key) && text != OptionMask.Hidden)
            yield return new OptionDestination(path, text);
    }
}
