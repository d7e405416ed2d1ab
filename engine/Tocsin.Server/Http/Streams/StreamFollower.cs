using System.Threading.Channels;

namespace Tocsin.Server.Http.Streams;

/// <summary>
/// One who follows the server. Holds one message that waits: who has not taken it when the next one comes is behind, and gets all as it is
/// instead of what happened.
/// </summary>
internal sealed class StreamFollower(Func<byte[]> snapshot, Action<StreamFollower> close) : IDisposable
{
    private readonly Channel<byte[]> _next = Channel.CreateBounded<byte[]>(1);
    private volatile bool _isBehind;

    /// <summary>Hands over a message; never waits.</summary>
    public void Give(byte[] message)
    {
        if (!_next.Writer.TryWrite(message))
            _isBehind = true;
    }

    /// <summary>The next message.</summary>
    public async ValueTask<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        var message = await _next.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (!_isBehind)
            return message;
        _isBehind = false;
        return snapshot();
    }

    public void Dispose() => close(this);
}
