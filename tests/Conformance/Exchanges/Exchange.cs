using System.Text.Json.Nodes;

namespace Tocsin.Conformance.Exchanges;

/// <summary>One request to the API and what Kapacitor answered; <c>README.md</c> says what the keys mean.</summary>
internal sealed record Exchange(JsonObject Entry)
{
    private static readonly Lazy<IReadOnlyList<Exchange>> Recorded = new(() =>
        [.. JsonNode.Parse(File.ReadAllText(Path.Combine(CaseFiles.Root, "exchanges", "exchanges.json")))!.AsArray().Select(entry => new Exchange(entry!.AsObject()))]);

    private static readonly Lazy<JsonObject> Known = new(() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(CaseFiles.Root, "exchanges", "known-differences.json")))!.AsObject());

    /// <summary>All, in the order in which they are made: what one makes, later ones see.</summary>
    public static IReadOnlyList<Exchange> All => Recorded.Value;

    /// <summary>The names of those that are known to differ.</summary>
    public static IEnumerable<string> KnownNames => Known.Value.Select(entry => entry.Key);

    /// <summary>Empty for a pause.</summary>
    public string Name => Text("name");

    public JsonObject Expected => Entry["expect"]!.AsObject();

    /// <summary>Why it differs; null when it has to come out as recorded.</summary>
    public string? KnownDifference => Known.Value[Name]?.GetValue<string>();

    public string Text(string key) => Entry[key]?.GetValue<string>() ?? "";

    public bool Flag(string key) => Entry[key]?.GetValue<bool>() ?? false;

    public IReadOnlyList<string> Texts(string key) => [.. (Entry[key]?.AsArray() ?? []).Select(item => item!.GetValue<string>())];

    public override string ToString() => Name;
}
