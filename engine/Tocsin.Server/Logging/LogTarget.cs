using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Logging;

/// <summary>Where the log goes.</summary>
/// <param name="Writer">Takes the lines.</param>
/// <param name="IsFile">True for a file, which whoever opened it closes.</param>
/// <param name="Format">How they are written.</param>
internal readonly record struct LogTarget(TextWriter Writer, bool IsFile, LogFormat Format = LogFormat.Text)
{
    /// <summary>An entry as a line without its end.</summary>
    public string LineOf(LogEntry entry) => Format == LogFormat.Json ? LogObject.Write(entry) : LogLine.Write(entry);
}
