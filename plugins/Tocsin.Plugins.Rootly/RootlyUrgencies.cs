using Tocsin.Sdk;

namespace Tocsin.Plugins.Rootly;

/// <summary>Which urgency a level has.</summary>
internal static class RootlyUrgencies
{
    private static readonly string[] Levels = [.. new[] { AlertLevel.Info, AlertLevel.Warning, AlertLevel.Critical }.Select(l => l.Text())];

    public static IEnumerable<OptionProblem> Check(IReadOnlyDictionary<string, string> urgencies) =>
        from level in urgencies.Keys
        where !Levels.Contains(level, StringComparer.OrdinalIgnoreCase)
        select new OptionProblem("urgencies", $"'{level}' is no level that has an urgency; use info, warning or critical");

    /// <summary>The id of the urgency; empty when none is named.</summary>
    public static string Of(AlertLevel level, RootlyOptions options, RootlySettings settings) =>
        Find(options.Urgencies, level) ?? Find(settings.Urgencies, level) ?? "";

    private static string? Find(IReadOnlyDictionary<string, string> urgencies, AlertLevel level) =>
        urgencies.FirstOrDefault(u => u.Key.Equals(level.Text(), StringComparison.OrdinalIgnoreCase)).Value;
}
