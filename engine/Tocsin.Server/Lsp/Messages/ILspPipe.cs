namespace Tocsin.Server.Lsp.Messages;

/// <summary>Brings whole messages to an editor and from it. One reader and any number of writers at a time.</summary>
internal interface ILspPipe
{
    /// <summary>The longest message that is taken: a text of 10 MB with much to spare.</summary>
    const int LongestMessage = 32 * 1024 * 1024;

    /// <summary>The next message; null when the editor has gone, also in the middle of one.</summary>
    /// <exception cref="InvalidDataException">What comes is no message, or too long: nothing can be read after it.</exception>
    ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Sends a message. What the editor does not take any more is lost.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken);
}
