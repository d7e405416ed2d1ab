namespace Tocsin.Sdk.Commands;

/// <summary>A command failed. The program prints the message and ends with 3, or with 2 when the command line is to blame.</summary>
/// <param name="message">What is wrong and the way out. Must not hold a secret.</param>
public sealed class CommandException(string message) : Exception(message)
{
    /// <summary>True when an option or argument is wrong. Default false.</summary>
    public bool IsUsage { get; init; }
}
