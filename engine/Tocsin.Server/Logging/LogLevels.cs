namespace Tocsin.Server.Logging;

/// <summary>Levels of the log as people write them, in any case, and as its lines show them.</summary>
internal static class LogLevels
{
    /// <summary>What may be written, for messages.</summary>
    public const string Known = "debug, info, warn, error or off";

    /// <summary>The level of a text; <see cref="LogLevel.Information"/> for any other.</summary>
    public static LogLevel Of(string text) => TryParse(text, out var level) ? level : LogLevel.Information;

    public static bool TryParse(string text, out LogLevel level)
    {
        (level, var isKnown) = text.ToUpperInvariant() switch
        {
            "DEBUG" => (LogLevel.Debug, true),
            "INFO" => (LogLevel.Information, true),
            "WARN" or "WARNING" => (LogLevel.Warning, true),
            "ERROR" => (LogLevel.Error, true),
            "OFF" => (LogLevel.None, true),
            _ => (LogLevel.None, false),
        };
        return isKnown;
    }

    /// <summary>The level of an entry, as its line has it.</summary>
    public static string Text(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };
}
