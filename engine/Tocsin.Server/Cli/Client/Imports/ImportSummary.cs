using Tocsin.Server.Cli.Client.Imports.Origins;

namespace Tocsin.Server.Cli.Client.Imports;

/// <summary>An import in one line: how much of each kind is here now, and what is not, with the reason.</summary>
internal static class ImportSummary
{
    /// <summary>Things that are not here and named; of more the table tells.</summary>
    private const int MostNamed = 3;

    private static readonly (string Kind, string One, string Many)[] Kinds =
    [
        ("task", "task", "tasks"),
        ("template", "template", "templates"),
        ("handler", "topic handler", "topic handlers"),
        ("topic", "topic's states", "topics' states"),
        ("override", "override", "overrides"),
    ];

    public static string Of(IReadOnlyList<ImportResult> results)
    {
        var (taken, same, left) = (results.Where(IsTaken).ToList(), results.Count(result => result.Outcome is ImportOutcome.Same), results.Where(IsLeft).ToList());
        var parts = Kinds.Select(kind => (kind.One, kind.Many, Count: taken.Count(result => result.Kind == kind.Kind))).Where(kind => kind.Count > 0)
            .Select(kind => $"{kind.Count} {(kind.Count == 1 ? kind.One : kind.Many)}").ToList();
        var text = $"{(parts.Count == 0 ? "nothing" : string.Join(", ", parts))} taken over";
        if (same > 0)
            text += $", {same} the same here already";
        return $"{text}; {(left.Count == 0 ? "nothing left out" : $"{left.Count} not taken over: {NamesOf(left)}")}";
    }

    private static string NamesOf(List<ImportResult> left) =>
        string.Join(" | ", left.Take(MostNamed).Select(result => $"{result.Kind} {result.Name} {result.Text}{(result.Why.Length > 0 ? $", {result.Why}" : "")}"))
        + (left.Count > MostNamed ? $" | and {left.Count - MostNamed} more, see above" : "");

    private static bool IsTaken(ImportResult result) => result.Outcome is ImportOutcome.Imported or ImportOutcome.Replaced or ImportOutcome.Enabled;

    private static bool IsLeft(ImportResult result) => result.Outcome is ImportOutcome.Differs or ImportOutcome.Skipped or ImportOutcome.Refused;
}
