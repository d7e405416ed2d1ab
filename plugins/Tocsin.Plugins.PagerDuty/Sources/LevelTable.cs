using Tocsin.Sdk;

namespace Tocsin.Plugins.PagerDuty.Sources;

/// <summary>Levels by the words of another system, in any case.</summary>
internal static class LevelTable
{
    /// <summary>The level of the first word that is known; null when none is.</summary>
    public static AlertLevel? Find(IReadOnlyDictionary<string, string> own, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            foreach (var (name, level) in own)
            {
                if (word.Length > 0 && name.Equals(word, StringComparison.OrdinalIgnoreCase) && TryRead(level, out var known))
                    return known;
            }
        }

        return null;
    }

    public static OptionProblem? ProblemOf(string option, IReadOnlyDictionary<string, string> own)
    {
        foreach (var (name, level) in own)
        {
            if (!TryRead(level, out _))
                return new OptionProblem(option, $"'{name}' has the level '{level}'; a problem is info, warning or critical");
        }

        return null;
    }

    private static bool TryRead(string text, out AlertLevel level) => AlertLevels.TryParse(text, out level) && level != AlertLevel.Ok && text.Length > 0;
}
