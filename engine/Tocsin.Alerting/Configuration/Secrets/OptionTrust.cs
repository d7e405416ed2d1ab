using System.Text.Json.Nodes;

namespace Tocsin.Alerting.Configuration.Secrets;

/// <summary>Options that are not addresses, and still decide who can read what is sent there: certificates, encryption, who is found at a name.</summary>
public static class OptionTrust
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "ca-path", "discoverer-id", "discoverer-service", "encryption", "insecure-skip-verify", "no-verify", "scheme", "skip-ssl-verification", "ssl-ca", "ssl-cert", "ssl-key", "ssl-server-name",
        "tls-enabled", "use-ssl",
    ];

    /// <summary>The first of them, as a path of keys, that options say and others do not; null when there is none.</summary>
    public static string? FirstNew(JsonNode? options, JsonNode? others)
    {
        var known = All(others, "", "").ToHashSet();
        return All(options, "", "").FirstOrDefault(entry => !known.Contains(entry)).Path;
    }

    private static bool IsStrict(string key, JsonValue value) =>
        value.TryGetValue<bool>(out var given) && given == (key.StartsWith("tls", StringComparison.OrdinalIgnoreCase) || key.StartsWith("use", StringComparison.OrdinalIgnoreCase));

    // What is as strict as can be opens nothing.
    private static IEnumerable<(string Path, string Value)> All(JsonNode? node, string path, string key) => node switch
    {
        JsonObject map => map.SelectMany(entry => All(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}", entry.Key)),
        JsonArray list => list.SelectMany(item => All(item, path, key)),
        JsonValue value when Names.Contains(key, StringComparer.OrdinalIgnoreCase) && !IsStrict(key, value) => [(path, value.ToJsonString())],
        _ => [],
    };
}
