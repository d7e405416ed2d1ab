using System.Text.Json.Nodes;
using Tocsin.Dsl.Binding;

namespace Tocsin.Server.Cli.Client.Imports;

/// <summary>Compares the variables of two tasks by what they say: servers write stars, durations and descriptions in different ways.</summary>
internal static class ImportedVars
{
    public static bool AreSame(JsonNode? left, JsonNode? right)
    {
        if (Read(left) is not { } ones || Read(right) is not { } others)
            return JsonNode.DeepEquals(left, right);
        return ones.Count == others.Count && ones.Values.All(one => others.TryGetValue(one.Name, out var other) && AreSame(one, other));
    }

    private static bool AreSame(ScriptVar one, ScriptVar other) => one.Type == other.Type && (one.Value, other.Value) switch
    {
        _ when one.Type == VarType.Star => true,
        (IReadOnlyList<ScriptVar> items, IReadOnlyList<ScriptVar> others) => items.Count == others.Count && items.Zip(others).All(pair => AreSame(pair.First, pair.Second)),
        var (value, theirs) => Equals(value, theirs),
    };

    private static IReadOnlyDictionary<string, ScriptVar>? Read(JsonNode? json) =>
        VarsJson.TryRead(System.Text.Encoding.UTF8.GetBytes(json?.ToJsonString() ?? "{}"), out var vars, out _) ? vars : null;
}
