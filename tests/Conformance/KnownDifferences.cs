using System.Text.Json;

namespace Tocsin.Conformance;

/// <summary>The cases that are known not to come out as recorded, each with the reason.</summary>
internal static class KnownDifferences
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Reasons = new(() =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(CaseFiles.Root, "known-differences.json")))!);

    public static IEnumerable<string> Names => Reasons.Value.Keys;

    /// <summary>Why a case differs; null when it has to come out as recorded.</summary>
    public static string? Of(string name) => Reasons.Value.GetValueOrDefault(name);
}
