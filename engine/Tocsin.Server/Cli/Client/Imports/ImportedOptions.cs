using System.Text.Json.Nodes;
using Tocsin.Alerting.Configuration.Secrets;

namespace Tocsin.Server.Cli.Client.Imports;

/// <summary>Compares options with those that a server shows, in which masks stand for secrets.</summary>
internal static class ImportedOptions
{
    /// <summary>True when a secret of them is not shown.</summary>
    public static bool IsMasked(JsonNode? options) => options switch
    {
        JsonValue mask => mask.TryGetValue<string>(out var text) && text.Contains(OptionMask.Hidden, StringComparison.Ordinal),
        JsonObject map => map.Any(entry => IsMasked(entry.Value)),
        JsonArray list => list.Any(IsMasked),
        _ => false,
    };

    /// <summary>Whether both say the same; what is masked is taken for the same.</summary>
    public static bool AreSame(JsonNode? wanted, JsonNode? here) => (wanted, here) switch
    {
        (_, JsonValue mask) when IsMasked(mask) => wanted is not null,
        (JsonObject left, JsonObject right) => left.Select(entry => entry.Key).Union(right.Select(entry => entry.Key)).All(key => AreSame(left[key], right[key])),
        (JsonArray left, JsonArray right) => left.Count == right.Count && left.Zip(right).All(pair => AreSame(pair.First, pair.Second)),
        _ => AreSameValues(wanted, here),
    };

    // What one server leaves out the other may show as nothing.
    private static bool AreSameValues(JsonNode? left, JsonNode? right) => JsonNode.DeepEquals(left, right) || (IsEmpty(left) && IsEmpty(right));

    private static bool IsEmpty(JsonNode? node) => node is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };
}
