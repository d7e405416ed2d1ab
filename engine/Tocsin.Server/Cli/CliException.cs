namespace Tocsin.Server.Cli;

/// <summary>A command failed; the message is all that the person at the terminal sees.</summary>
/// <param name="message">What is wrong and the way out.</param>
/// <param name="exitCode">One of <see cref="Cli.ExitCode"/>.</param>
internal sealed class CliException(string message, int exitCode = ExitCode.Failed) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
