using System.Text.Json.Nodes;

namespace Tocsin.Engine.Sources;

/// <summary>Shows definitions without their secrets. What stands for a secret, such as <c>${env:NAME}</c>, is shown.</summary>
public static class SourceSecrets
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Hidden = "***";

    /// <summary>The definition for people to see.</summary>
    public static JsonNode Mask(SourceSpec spec, SourceKinds kinds)
    {
        var definition = JsonNode.Parse(spec.Json) ?? new JsonObject();
        foreach (var (key, value) in Entries(definition))
        {
            if (key.Equals("auth", StringComparison.OrdinalIgnoreCase))
                MaskAll(value, except: "user");
            else if (key.Equals("options", StringComparison.OrdinalIgnoreCase) && kinds.TryFind(spec.Kind, out var kind))
                MaskKeys(value, "", kind.SecretKeys());
            else if (key.Equals("options", StringComparison.OrdinalIgnoreCase))
                MaskAll(value, except: "");
        }

        return definition;
    }

    private static void MaskKeys(JsonNode? node, string path, IReadOnlySet<string> secrets)
    {
        foreach (var item in (node as JsonArray)?.ToArray() ?? [])
            MaskKeys(item, path, secrets);
        foreach (var (key, value) in Entries(node))
        {
            if (secrets.Contains(path + key))
                MaskAll(value, except: "");
            else
                MaskKeys(value, $"{path}{key}.", secrets);
        }
    }

    private static void MaskAll(JsonNode? node, string except)
    {
        foreach (var item in (node as JsonArray)?.ToArray() ?? [])
            MaskAll(item, except);
        foreach (var (key, value) in Entries(node))
        {
            if (key != except)
                MaskAll(value, except);
        }

        if (node is JsonValue given && !(given.TryGetValue<string>(out var text) && IsVariable(text)))
            given.ReplaceWith(Hidden);
    }

    // Nothing but a variable: what stands beside one may be a part of the secret.
    private static bool IsVariable(string text) => text.StartsWith("${", StringComparison.Ordinal) && text.IndexOf('}', StringComparison.Ordinal) == text.Length - 1;

    private static KeyValuePair<string, JsonNode?>[] Entries(JsonNode? node) => (node as JsonObject)?.ToArray() ?? [];
}
