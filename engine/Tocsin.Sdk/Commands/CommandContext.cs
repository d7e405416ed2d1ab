namespace Tocsin.Sdk.Commands;

/// <summary>The terminal that a command was called from.</summary>
public sealed record CommandContext
{
    /// <summary>Takes what the command was asked for.</summary>
    public TextWriter Output { get; init; } = TextWriter.Null;

    /// <summary>Takes everything else: warnings, what is waited for. Errors are thrown, see <see cref="CommandException"/>.</summary>
    public TextWriter Error { get; init; } = TextWriter.Null;
}
