using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting;

/// <summary>The log.</summary>
public sealed record LoggingOptions : ICheckedOptions
{
    private static readonly string[] Levels = ["DEBUG", "INFO", "WARN", "WARNING", "ERROR", "OFF"];

    /// <summary>STDERR, STDOUT or the path of a file. Default STDERR.</summary>
    public string File { get; init; } = "STDERR";

    /// <summary>DEBUG, INFO, WARN, ERROR or OFF. Default INFO.</summary>
    public string Level { get; init; } = "INFO";

    /// <summary>
    /// <c>text</c>, the default, or <c>json</c>: an object a line with <c>time</c>, <c>level</c>, <c>service</c>, <c>message</c>, <c>fields</c> and
    /// <c>exception</c>, the latter two where there are some.
    /// </summary>
    public LogFormat Format { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (!Levels.Contains(Level, StringComparer.OrdinalIgnoreCase))
            yield return new OptionProblem("level", $"it is DEBUG, INFO, WARN, ERROR or OFF, not '{Level}'");
    }
}
