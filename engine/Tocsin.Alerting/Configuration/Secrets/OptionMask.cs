using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Alerting.Configuration.Reading;

namespace Tocsin.Alerting.Configuration.Secrets;

/// <summary>
/// Shows options without their secrets, and takes what was shown back: a mask that comes back stands for what was stored. What stands for a
/// secret, such as <c>${env:NAME}</c>, is shown.
/// </summary>
public static class OptionMask
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Hidden = "***";

    // It is not HTML: addresses keep their signs.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The options as people may see them; false when they may see all of them.</summary>
    /// <param name="options">The options as JSON.</param>
    /// <param name="isSecret">Says of the path of keys, <c>headers.X</c>, whether nobody may see what is there.</param>
    /// <param name="masked">The options with masks.</param>
    public static bool TryMask(string options, Func<string, bool> isSecret, out string masked)
    {
        var node = ConfigJson.ParseNode(options);
        var before = Text(node);
        masked = Text(Mask(node, isSecret));
        return masked != before;
    }

    /// <summary>The same of options that were read already; masked in place.</summary>
    public static JsonNode? Mask(JsonNode? options, Func<string, bool> isSecret) => Change(options, null, "", false, isSecret, (value, _, _, secret) => MaskOf(value, secret));

    /// <summary>Puts what was stored in the place of its masks. A secret is not sent to another place than the one it was given for.</summary>
    /// <param name="options">The options that came, as JSON.</param>
    /// <param name="stored">Those they are to replace; null when there are none.</param>
    /// <param name="isSecret">As for <see cref="TryMask"/>.</param>
    /// <param name="problem">The first mask that stands for nothing that was stored, or for a secret that would be sent elsewhere; null when there is none.</param>
    public static string Restore(string options, string? stored, Func<string, bool> isSecret, out string? problem)
    {
        string? first = null;
        var (given, known) = (ConfigJson.ParseNode(options), stored is null ? null : ConfigJson.ParseNode(stored));
        var (moved, trust) = (OptionDestination.FirstNew(given, known), OptionTrust.FirstNew(given, known));
        var restored = Change(given, known, "", false, isSecret, (value, before, path, secret) =>
        {
            if (!value.TryGetValue<string>(out var text) || !HoldsMask(text, secret))
                return value;
            if (before is JsonValue kept && Text(MaskOf(kept, secret)) == Text(value))
            {
                if (secret && moved is not null)
                    first ??= $"option '{path}' is '{text}', which stands for a secret, and '{moved.Path}' leads to another place, {moved.Place}: give the secret again with it";
                else if (secret && trust is not null)
                    first ??= $"option '{path}' is '{text}', which stands for a secret, and '{trust}' decides who can read it when it is sent: give the secret again with it";
                return kept.DeepClone();
            }

            first ??= $"option '{path}' is '{text}', which stands for a secret that is not shown: give its value, or leave the mask where the secret was";
            return value;
        });
        problem = first;
        return Text(restored);
    }

    private static string Text(JsonNode? node) => node?.ToJsonString(Readable) ?? "null";

    // A text that is not a secret may well have stars in it; nothing but the mask, or a mask where an address has its secrets, came from what was shown.
    private static bool HoldsMask(string text, bool isSecret) =>
        isSecret ? text.Contains(Hidden, StringComparison.Ordinal) : text == Hidden || AddressSecrets.HoldsMask(text, Hidden);

    private static JsonNode MaskOf(JsonValue value, bool isSecret)
    {
        if (!value.TryGetValue<string>(out var text))
            return isSecret ? Hidden : value;
        if (!isSecret)
            return AddressSecrets.Mask(text, Hidden) is var masked && masked != text ? masked : value;
        return text.Length == 0 || IsVariable(text) ? value : Hidden;
    }

    private static JsonNode? Change(
        JsonNode? node, JsonNode? stored, string path, bool secret, Func<string, bool> isSecret, Func<JsonValue, JsonNode?, string, bool, JsonNode?> change)
    {
        if (node is JsonValue value)
            return change(value, stored, path, secret);
        if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
                Put(list[i], Change(list[i], (stored as JsonArray)?.ElementAtOrDefault(i), path, secret, isSecret, change), changed => list[i] = changed);
        }

        if (node is not JsonObject map)
            return node;

        foreach (var (key, item) in map.ToArray())
        {
            var inner = path.Length == 0 ? key : $"{path}.{key}";
            var before = (stored as JsonObject)?.FirstOrDefault(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value;
            Put(item, Change(item, before, inner, secret || isSecret(inner), isSecret, change), changed => map[key] = changed);
        }

        return map;
    }

    private static void Put(JsonNode? before, JsonNode? after, Action<JsonNode?> put)
    {
        if (!ReferenceEquals(before, after))
            put(after);
    }

    // Nothing but a variable: what stands beside one may be a part of the secret.
    private static bool IsVariable(string text) => text.StartsWith("${", StringComparison.Ordinal) && text.IndexOf('}', StringComparison.Ordinal) == text.Length - 1;
}
