namespace Tocsin.Server.Cli.Logging;

/// <summary>Levels of the log as the configuration writes them.</summary>
internal static class LogLevels
{
    public static LogLevel Of(string text) => text.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.Debug,
        "WARN" or "WARNING" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "OFF" => LogLevel.None,
        _ => LogLevel.Information,
    };
}
