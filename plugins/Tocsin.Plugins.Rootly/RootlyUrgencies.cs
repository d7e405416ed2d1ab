using Tocsin.Sdk;

namespace Tocsin.Plugins.Rootly;

/// <summary>Which urgency a level has.</summary>
internal static class RootlyUrgencies
{
    private static readonly string[] Levels = [.. new[] { AlertLevel.Info, AlertLevel.Warning, AlertLevel.Critical }.Select(l => l.Text())];

    public static IEnumerable<OptionProblem> Check(IReadOnlyDictionary<string, EventTemplate> urgencies) =>
        from level in urgencies.Keys
        where !Levels.Contains(level, StringComparer.OrdinalIgnoreCase)
        select new OptionProblem("urgencies", $"'{level}' isn't a level that has an urgency; use info, warning or critical");

    /// <summary>What names the urgency of a level; null when nothing does.</summary>
    public static EventTemplate? Find(IReadOnlyDictionary<string, EventTemplate> urgencies, AlertLevel level) =>
        urgencies.FirstOrDefault(u => u.Key.Equals(level.Text(), StringComparison.OrdinalIgnoreCase)).Value;
}
