using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tocsin.Conformance;

/// <summary>Says where an outcome differs from the recorded one, in ways that count for the case.</summary>
internal sealed partial class Judge
{
    private readonly Case _case;
    private readonly List<string> _differences = [];

    private Judge(Case recorded) => _case = recorded;

    public static IReadOnlyList<string> Differences(Case recorded, JsonNode expected, JsonNode seen)
    {
        if (recorded.IsLenient && !IsAccepted(expected) && IsAccepted(seen))
            return [];

        var judge = new Judge(recorded);
        judge.Compare(recorded.IsUnordered ? WithSortedPosts(expected) : expected, recorded.IsUnordered ? WithSortedPosts(seen) : seen, "");
        return judge._differences;
    }

    private static bool IsAccepted(JsonNode outcome) => outcome["define"]?["accepted"]?.GetValue<bool>() ?? false;

    private void Compare(JsonNode? want, JsonNode? got, string path)
    {
        switch (want, got)
        {
            case (JsonObject wanted, JsonObject map):
                foreach (var key in wanted.Select(pair => pair.Key).Union(map.Select(pair => pair.Key)))
                    CompareEntry(wanted, map, key, $"{path}/{key}");
                break;
            case (JsonArray wanted, JsonArray list):
                for (var i = 0; i < Math.Min(wanted.Count, list.Count); i++)
                    Compare(wanted[i], list[i], $"{path}[{i}]");
                if (wanted.Count != list.Count)
                    Report(path, $"want {wanted.Count} items, got {list.Count}");
                break;
            case (JsonValue wanted, JsonValue value) when IsSame(wanted, value) || IsErrorAtTheSamePlace(wanted, value, path):
            case (null, null):
                break;
            default:
                Report(path, $"want {Show(want)} got {Show(got)}");
                break;
        }
    }

    private void CompareEntry(JsonObject want, JsonObject got, string key, string path)
    {
        if (!got.ContainsKey(key))
            Report(path, $"missing, want {Show(want[key])}");
        else if (want.ContainsKey(key))
            Compare(want[key], got[key], path);
        // A service may be told more than the peer tells it.
        else if (!path.StartsWith("/services", StringComparison.Ordinal))
            Report(path, $"not expected: {Show(got[key])}");
    }

    private bool IsSame(JsonValue want, JsonValue got)
    {
        if (want.GetValueKind() != JsonValueKind.Number || got.GetValueKind() != JsonValueKind.Number)
            return JsonNode.DeepEquals(want, got);
        if (want.ToJsonString() == got.ToJsonString())
            return true;

        var (left, right) = (Number(want), Number(got));
        return Math.Abs(left - right) <= Math.Max(_case.Tolerance * Math.Max(Math.Abs(left), Math.Abs(right)), 1e-12);
    }

    private static double Number(JsonValue value) => JsonDocument.Parse(value.ToJsonString()).RootElement.GetDouble();

    // Wording is ours, but there has to be an error, and it has to name the same place.
    private static bool IsErrorAtTheSamePlace(JsonValue want, JsonValue got, string path)
    {
        if (!(path.EndsWith("/error", StringComparison.Ordinal) || path.EndsWith("/task_error", StringComparison.Ordinal)))
            return false;
        if (!want.TryGetValue<string>(out var wanted) || !got.TryGetValue<string>(out var error) || error.Length == 0)
            return false;
        return Place().Match(wanted) is not { Success: true } place || error.Contains(place.Value, StringComparison.Ordinal);
    }

    private void Report(string path, string what)
    {
        if (!OwnName().IsMatch(path) && !_case.Departures.Any(pattern => Regex.IsMatch(path, pattern)))
            _differences.Add($"{path}: {what}");
    }

    private static JsonNode WithSortedPosts(JsonNode outcome)
    {
        var sorted = outcome.DeepClone().AsObject();
        if (sorted["posts"] is JsonObject posts)
        {
            sorted["posts"] = new JsonObject(posts.Select(path => KeyValuePair.Create(
                path.Key,
                (JsonNode?)new JsonArray([.. path.Value!.AsArray().Select(post => post?.DeepClone()).OrderBy(Canonical, StringComparer.Ordinal)]))));
        }

        return sorted;
    }

    private static string Canonical(JsonNode? node) => node switch
    {
        JsonObject map => "{" + string.Join(',', map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}:{Canonical(pair.Value)}")) + "}",
        JsonArray list => "[" + string.Join(',', list.Select(Canonical)) + "]",
        null => "null",
        _ => node.ToJsonString(),
    };

    private static string Show(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "null";
        return text.Length <= 300 ? text : text[..300] + "...";
    }

    [GeneratedRegex(@"line \d+ char \d+")]
    private static partial Regex Place();

    // Where a server puts its own name.
    [GeneratedRegex("/(monitoring_tool|client|product)$")]
    private static partial Regex OwnName();
}
