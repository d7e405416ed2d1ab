namespace Tocsin.Engine.Configuration;

/// <summary>The log.</summary>
public sealed record LoggingOptions
{
    /// <summary>STDERR, STDOUT or the path of a file. Default STDERR.</summary>
    public string File { get; init; } = "STDERR";

    /// <summary>DEBUG, INFO, WARN, ERROR or OFF. Default INFO.</summary>
    public string Level { get; init; } = "INFO";
}
