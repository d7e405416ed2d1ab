namespace Tocsin.Sdk;

/// <summary>Texts of levels.</summary>
public static class AlertLevels
{
    /// <summary>The level in upper case, as it stands in every payload: <c>OK</c>, <c>INFO</c>, <c>WARNING</c>, <c>CRITICAL</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not one of the four.</exception>
    public static string Text(this AlertLevel level) => level switch
    {
        AlertLevel.Ok => "OK",
        AlertLevel.Info => "INFO",
        AlertLevel.Warning => "WARNING",
        AlertLevel.Critical => "CRITICAL",
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "A level is OK, INFO, WARNING or CRITICAL."),
    };

    /// <summary>Reads a level in any case. Prefixes count, so <c>warn</c> and <c>crit</c> do; empty is OK.</summary>
    public static bool TryParse(string text, out AlertLevel level)
    {
        foreach (var candidate in (ReadOnlySpan<AlertLevel>)[AlertLevel.Ok, AlertLevel.Info, AlertLevel.Warning, AlertLevel.Critical])
        {
            if (candidate.Text().StartsWith(text, StringComparison.OrdinalIgnoreCase))
            {
                level = candidate;
                return true;
            }
        }

        level = default;
        return false;
    }
}
