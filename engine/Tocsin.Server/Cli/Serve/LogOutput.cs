using Tocsin.Alerting.Storage;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Logging;

namespace Tocsin.Server.Cli.Serve;

/// <summary>Opens what the configuration names for the log.</summary>
internal static class LogOutput
{
    /// <exception cref="CliException">The file cannot be written.</exception>
    public static LogTarget Open(LoggingOptions options, Terminal terminal)
    {
        if (options.File is "" or "STDERR" or "STDOUT")
            return new LogTarget(options.File == "STDOUT" ? terminal.Out : terminal.Error, IsFile: false, options.Format);
        try
        {
            return new LogTarget(new StreamWriter(PrivateFile.Open(options.File, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)), IsFile: true, options.Format);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"the log cannot be written to {options.File}: {problem.Message}. Give logging.file another path, or STDERR");
        }
    }
}
