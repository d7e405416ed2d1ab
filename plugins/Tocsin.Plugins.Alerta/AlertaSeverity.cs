using Tocsin.Sdk;

namespace Tocsin.Plugins.Alerta;

/// <summary>What Alerta calls a level.</summary>
internal static class AlertaSeverity
{
    private static readonly string[] Keys = ["ok", "info", "warn", "crit"];

    public static bool IsLevel(string key) => Keys.Contains(key, StringComparer.OrdinalIgnoreCase);

    public static string Of(AlertLevel level, IReadOnlyDictionary<string, string> renamed)
    {
        var key = Keys[(int)level];
        foreach (var (from, to) in renamed)
        {
            if (from.Equals(key, StringComparison.OrdinalIgnoreCase))
                return to;
        }

        return level switch
        {
            AlertLevel.Ok => "ok",
            AlertLevel.Info => "informational",
            AlertLevel.Warning => "warning",
            _ => "critical",
        };
    }
}
