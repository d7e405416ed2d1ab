using System.Globalization;
using System.Text;

namespace Tocsin.Server.Lsp.Messages;

/// <summary>
/// Messages on two streams, each behind a header with its length. An editor waits for the first one, so what stands here is compiled beforehand:
/// no generic types of the framework with values of the framework in them, as pipes are made of.
/// </summary>
internal sealed class LspFrames(Stream input, Stream output) : ILspPipe, IDisposable
{
    private const int LongestHeader = 4096;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly byte[] _buffer = new byte[LongestHeader];
    private int _start; // Of what was read and not yet taken.
    private int _end;

    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        int length;
        while ((length = ReadHeader()) < 0)
        {
            MakeRoom();
            var count = await ReadSomeAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (count == 0)
                return null;
            _end += count;
        }

        var message = new byte[length];
        var filled = Math.Min(length, _end - _start);
        _buffer.AsSpan(_start, filled).CopyTo(message);
        _start += filled;
        while (filled < length)
        {
            var count = await ReadSomeAsync(message.AsMemory(filled), cancellationToken).ConfigureAwait(false);
            if (count == 0)
                return null;
            filled += count;
        }

        return message;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var header = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {message.Length}\r\n\r\n"));
            await output.WriteAsync(header, cancellationToken).ConfigureAwait(false);
            await output.WriteAsync(message, cancellationToken).ConfigureAwait(false);
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The editor has gone: whoever reads from it is told so.
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    // The standard input of a process goes on waiting for the editor whoever gives up.
    private Task<int> ReadSomeAsync(Memory<byte> part, CancellationToken cancellationToken) => input.ReadAsync(part, cancellationToken).AsTask().WaitAsync(cancellationToken);

    private void MakeRoom()
    {
        if (_start == 0 && _end == _buffer.Length)
            throw new InvalidDataException("what comes is no message: it has no line 'Content-Length: N' with an empty line behind it");
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
    }

    // The length of the message behind the header, which is taken; -1 while the header is not there as a whole.
    private int ReadHeader()
    {
        var header = _buffer.AsSpan(_start, _end - _start);
        var length = header.IndexOf("\r\n\r\n"u8);
        if (length < 0)
            return -1;
        _start += length + 4;
        foreach (var line in Encoding.ASCII.GetString(header[..length]).Split("\r\n"))
        {
            if (line.Split(':', 2) is [var name, var value] && name.Trim().Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                return LengthOf(value.Trim());
        }

        throw new InvalidDataException("a message has no line 'Content-Length: N'");
    }

    private static int LengthOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= ILspPipe.LongestMessage
        ? length
        : throw new InvalidDataException($"a message of {text} bytes: {ILspPipe.LongestMessage} are the most");
}
