using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Tocsin.Server.Lsp.Messages;

/// <summary>Messages on two streams, each behind a header with its length.</summary>
internal sealed class LspFrames(Stream input, Stream output) : ILspPipe, IDisposable
{
    private const int LongestHeader = 4096;

    private readonly PipeReader _reader = PipeReader.Create(input, new StreamPipeReaderOptions(leaveOpen: true));
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        var length = -1;
        while (true)
        {
            // The standard input of a process goes on waiting for the editor whoever gives up.
            var read = await _reader.ReadAsync(cancellationToken).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
            var buffer = read.Buffer;
            if (length < 0)
                length = ReadHeader(ref buffer);
            if (length >= 0 && buffer.Length >= length)
            {
                var message = buffer.Slice(0, length).ToArray();
                _reader.AdvanceTo(buffer.GetPosition(length));
                return message;
            }

            if (length < 0 && buffer.Length > LongestHeader)
                throw new InvalidDataException("what comes is no message: it has no line 'Content-Length: N' with an empty line behind it");
            _reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
                return null;
        }
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

    public void Dispose()
    {
        _turn.Dispose();
        _reader.Complete();
    }

    // What is consumed is cut off the buffer. -1 while the header is not there as a whole.
    private static int ReadHeader(ref ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> header, "\r\n\r\n"u8))
            return -1;
        buffer = buffer.Slice(reader.Position);
        foreach (var line in Encoding.ASCII.GetString(header).Split("\r\n"))
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
