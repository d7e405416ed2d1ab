namespace Tocsin.Server.Logging;

/// <summary>Where the log goes.</summary>
/// <param name="Writer">Takes the lines.</param>
/// <param name="IsFile">True for a file, which whoever opened it closes.</param>
internal readonly record struct LogTarget(TextWriter Writer, bool IsFile);
