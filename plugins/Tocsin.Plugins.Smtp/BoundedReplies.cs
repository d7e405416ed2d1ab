using System.Net.Sockets;

namespace Tocsin.Plugins.Smtp;

/// <summary>A connection that ends when the other side sends without end: a reply would be gathered in memory as long as it goes on.</summary>
internal sealed class BoundedReplies : Stream
{
    // Between two sentences of ours; certificates come this way, too.
    private const int LongestReply = 256 * 1024;

    private readonly NetworkStream _connection;
    private int _received;

    private BoundedReplies(NetworkStream connection) => _connection = connection;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override bool CanTimeout => true;

    public override int ReadTimeout { get => _connection.ReadTimeout; set => _connection.ReadTimeout = value; }

    public override int WriteTimeout { get => _connection.WriteTimeout; set => _connection.WriteTimeout = value; }

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="SocketException">Nobody answers there.</exception>
    public static async ValueTask<BoundedReplies> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            return new BoundedReplies(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Counted(_connection.Read(buffer, offset, count));

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Counted(await _connection.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).ConfigureAwait(false));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Counted(await _connection.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    public override void Write(byte[] buffer, int offset, int count)
    {
        _received = 0;
        _connection.Write(buffer, offset, count);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _received = 0;
        return _connection.WriteAsync(buffer, cancellationToken);
    }

    public override void Flush() => _connection.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => _connection.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _connection.Dispose();
        base.Dispose(disposing);
    }

    private int Counted(int read)
    {
        _received += read;
        return _received <= LongestReply ? read : throw new IOException($"the server's reply is longer than {LongestReply / 1024} KiB");
    }
}
