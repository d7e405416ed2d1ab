using System.Buffers;
using System.Net.WebSockets;
using Tocsin.Server.Lsp;
using Tocsin.Server.Lsp.Messages;

namespace Tocsin.Server.Http.Editing;

/// <summary>Messages on a WebSocket, each a text of its own.</summary>
/// <param name="memory">Holds a message until it is whole.</param>
internal sealed class SocketPipe(WebSocket socket, LspMemory memory) : ILspPipe, IDisposable
{
    private const int PartSize = 16 * 1024;

    private readonly SemaphoreSlim _turn = new(1, 1);

    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>();
        var held = 0L;
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(message.GetMemory(PartSize), cancellationToken).ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Close)
                    return null;
                message.Advance(part.Count);
                if (!memory.TryTake(part.Count))
                    throw new InvalidDataException(memory.WhyFull);
                held += part.Count;
                if (message.WrittenCount > ILspPipe.LongestMessage)
                    throw new InvalidDataException($"a message of more than {ILspPipe.LongestMessage} bytes, which are the most");
                if (part.EndOfMessage)
                    return message.WrittenSpan.ToArray();
            }
        }
        catch (WebSocketException)
        {
            // The editor has gone without a word.
            return null;
        }
        finally
        {
            memory.GiveBack(held);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (socket.State == WebSocketState.Open)
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        }
        catch (WebSocketException)
        {
            // Whoever reads from it is told that it has gone.
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
