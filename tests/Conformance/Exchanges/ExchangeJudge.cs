using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tocsin.Conformance.Exchanges;

/// <summary>
/// Says where an answer differs from the recorded one in ways that count. Wording of errors is ours, but there has to be one; services may be
/// sent more; a wrong method may be answered with 405.
/// </summary>
internal static partial class ExchangeJudge
{
    public static IReadOnlyList<string> Differences(Exchange exchange, JsonObject seen)
    {
        var wanted = exchange.Expected;
        var (want, got) = (wanted["status"]!.GetValue<int>(), seen["status"]!.GetValue<int>());
        if (want >= 400 && ((exchange.Flag("lenient") && got < 300) || IsSameRefusal(wanted, seen, want, got)))
            return [];
        return [.. Compare(wanted, seen, "").Where(difference => !(difference.StartsWith("/sink", StringComparison.Ordinal) && difference.Contains(": not expected")) && !OwnName().IsMatch(difference.Split(": ")[0]))];
    }

    private static bool IsSameRefusal(JsonObject wanted, JsonObject seen, int want, int got) =>
        (want == got || (want, got) == (404, 405))
        && Said(wanted).Length > 0 && Said(seen).Length > 0
        && Further(wanted).SetEquals(Further(seen))
        && (wanted["json"] is not JsonObject { Count: var count } || count == 1);

    private static HashSet<string> Further(JsonObject answer) => [.. answer.Select(pair => pair.Key).Except(["json", "text", "type", "status"])];

    private static string Said(JsonObject answer) => (answer["json"] as JsonObject)?["error"]?.ToString() ?? answer["text"]?.ToString() ?? "";

    private static IEnumerable<string> Compare(JsonNode? want, JsonNode? got, string path)
    {
        if (want is JsonValue name && name.TryGetValue<string>(out var placeholder) && Placeholder().IsMatch(placeholder))
            return Fits(placeholder, got) ? [] : [$"{path}: want {placeholder} got {Show(got)}"];
        return (want, got) switch
        {
            (JsonObject wanted, JsonObject map) => wanted.Select(pair => pair.Key).Union(map.Select(pair => pair.Key)).SelectMany(key =>
                !map.ContainsKey(key) ? [$"{path}/{key}: missing"]
                : !wanted.ContainsKey(key) ? [$"{path}/{key}: not expected: {Show(map[key])}"]
                : Compare(wanted[key], map[key], $"{path}/{key}")),
            (JsonArray wanted, JsonArray list) when wanted.Count == list.Count => wanted.Zip(list).SelectMany((pair, i) => Compare(pair.First, pair.Second, $"{path}[{i}]")),
            (JsonArray wanted, JsonArray list) => [$"{path}: want {wanted.Count} items, got {list.Count}"],
            _ => IsSame(want, got, path) ? [] : [$"{path}: want {Show(want)} got {Show(got)}"],
        };
    }

    private static bool IsSame(JsonNode? want, JsonNode? got, string path)
    {
        var isWording = path.EndsWith("/error", StringComparison.Ordinal) || path.EndsWith("/text", StringComparison.Ordinal) || path == "/json/message";
        if (isWording && want?.ToString().Length > 0 && got?.GetValueKind() == JsonValueKind.String && got.ToString().Length > 0)
            return true;
        if (want?.GetValueKind() == JsonValueKind.Number && got?.GetValueKind() == JsonValueKind.Number)
            return Math.Abs(Number(want) - Number(got)) <= Math.Max(1e-12, 1e-9 * Math.Abs(Number(want)));
        return JsonNode.DeepEquals(want, got);
    }

    private static bool Fits(string placeholder, JsonNode? got) => placeholder switch
    {
        "@ANY@" => true,
        "@STRING@" => got?.GetValueKind() == JsonValueKind.String,
        "@NUMBER@" => got?.ToString() == "@NUMBER@" || got?.GetValueKind() == JsonValueKind.Number,
        _ => got?.ToString() == placeholder,
    };

    private static double Number(JsonNode value) => JsonDocument.Parse(value.ToJsonString()).RootElement.GetDouble();

    private static string Show(JsonNode? node) => node?.ToJsonString() is not { } text ? "null" : text.Length <= 300 ? text : text[..300] + "...";

    [GeneratedRegex("^@[A-Z]+@$")]
    private static partial Regex Placeholder();

    // Where a server puts its own name.
    [GeneratedRegex("/(monitoring_tool|client|product)$")]
    private static partial Regex OwnName();
}
