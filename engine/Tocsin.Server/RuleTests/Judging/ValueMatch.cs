using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Dsl.Patterns;

namespace Tocsin.Server.RuleTests.Judging;

/// <summary>
/// Compares what happened with what a file expects. Of a mapping the keys that are expected count, of a list all items; <c>!any</c> takes any
/// value, <c>!match</c> a text that a regular expression finds, <c>!contains</c> a text with a part,
/// <c>!exactly</c> a mapping without other keys.
/// </summary>
internal static class ValueMatch
{
    /// <summary>The tag of a mapping whose keys are all that may be there.</summary>
    public const string Exactly = "!exactly";

    private const int ShownLength = 160;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where the two differ; nothing when they do not.</summary>
    public static IEnumerable<Difference> Compare(ConfigValue expected, JsonNode? actual, string path) => expected.Tag switch
    {
        "!any" => actual is null ? [new Difference(path, "any value", "not there")] : [],
        "!match" => CompareText(expected, actual, path, "a text that matches", Matches),
        "!contains" => CompareText(expected, actual, path, "a text with", (part, text) => text.Contains(part, StringComparison.Ordinal)),
        _ => expected switch
        {
            ConfigMap map => CompareMap(map, actual, path),
            ConfigList list => CompareList(list, actual, path),
            _ => IsSame(expected, actual) ? [] : [new Difference(path, Shown(expected), Shown(actual))],
        },
    };

    /// <summary>A value as it is shown to people.</summary>
    public static string Shown(JsonNode? value) => value is null ? "not there" : Short(value.ToJsonString(Plain));

    /// <summary>The same for a value of a file.</summary>
    public static string Shown(ConfigValue value) => value is ConfigNull ? "nothing" : Short(ConfigJson.Write(value));

    private static IEnumerable<Difference> CompareMap(ConfigMap expected, JsonNode? actual, string path)
    {
        if (actual is not JsonObject found)
            return [new Difference(path, Shown(expected), Shown(actual))];
        var differences = expected.Entries.SelectMany(entry => Compare(entry.Value, Find(found, entry.Key), PathTo(path, entry.Key)));
        return expected.Tag == Exactly ? differences.Concat(OtherKeys(expected, found, path)) : differences;
    }

    private static IEnumerable<Difference> OtherKeys(ConfigMap expected, JsonObject found, string path) => found
        .Where(entry => entry.Value is not null && !expected.TryFind(entry.Key, out _))
        .Select(entry => new Difference(PathTo(path, entry.Key), "nothing", Shown(entry.Value)));

    private static string PathTo(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    // Names of headers are written in any case, and nobody has two keys that differ in that alone.
    private static JsonNode? Find(JsonObject found, string key) =>
        found.TryGetPropertyValue(key, out var value) ? value : found.FirstOrDefault(entry => string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase)).Value;

    private static IEnumerable<Difference> CompareList(ConfigList expected, JsonNode? actual, string path)
    {
        if (actual is not JsonArray found)
            return [new Difference(path, Shown(expected), Shown(actual))];
        if (found.Count != expected.Items.Count)
            return [new Difference(path, $"{expected.Items.Count} items", $"{found.Count}: {Shown(found)}")];
        return expected.Items.SelectMany((item, i) => Compare(item, found[i], $"{path}[{i}]"));
    }

    private static IEnumerable<Difference> CompareText(ConfigValue expected, JsonNode? actual, string path, string what, Func<string, string, bool> holds)
    {
        var text = (expected as ConfigText)?.Value ?? expected.Written ?? "";
        return actual is JsonValue value && holds(text, value.TryGetValue<string>(out var found) ? found : value.ToJsonString()) ? [] : [new Difference(path, $"{what} {text}", Shown(actual))];
    }

    private static bool Matches(string pattern, string text) => Re2.TryCompile(pattern, out var regex, out _) && regex.IsMatch(text);

    // 007 in a file stands for the text as well as for the number.
    private static bool IsSame(ConfigValue expected, JsonNode? actual) => (expected, actual) switch
    {
        (ConfigNull, null) => true,
        (ConfigText text, JsonValue value) when value.TryGetValue<string>(out var found) => text.Value == found,
        (ConfigFlag flag, JsonValue value) when value.TryGetValue<bool>(out var found) => flag.Value == found,
        (ConfigFloat number, JsonValue value) when value.GetValueKind() == JsonValueKind.Number && double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) == number.Value => true,
        ({ Written: { } written }, JsonValue value) when value.TryGetValue<string>(out var found) => written == found,
        (ConfigInteger or ConfigFloat, JsonValue value) => decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var found) && NumberOf(expected) == found,
        _ => false,
    };

    private static decimal? NumberOf(ConfigValue value) => value switch
    {
        ConfigInteger whole => whole.Value,
        ConfigFloat { Value: > -7e28 and < 7e28 } number => (decimal)number.Value,
        _ => null,
    };

    private static string Short(string text) => text.Length <= ShownLength ? text : text[..ShownLength] + "…";
}
