using System.Buffers;
using System.IO.Compression;

namespace Tocsin.Server.Http;

/// <summary>The whole body of a request in a rented buffer, unpacked if it came as gzip.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstBuffer = 64 * 1024;

    // A body may announce any length and never come: more room is found as it comes.
    private const int LongestFirstBuffer = 8 * 1024 * 1024;

    private byte[] _buffer = [];
    private int _length;

    /// <summary>What was read. Not to be used after <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <exception cref="InvalidDataException">The body says it is gzip and is not.</exception>
    public async ValueTask ReadAsync(HttpRequest request)
    {
        // One byte more than announced: the read that finds the end needs room.
        Grow((int)Math.Clamp(request.ContentLength + 1 ?? FirstBuffer, FirstBuffer, LongestFirstBuffer));
        if (request.Headers.ContentEncoding != "gzip")
        {
            await ReadAsync(request.Body, request.HttpContext.RequestAborted).ConfigureAwait(false);
            return;
        }

        var unpacked = new GZipStream(request.Body, CompressionMode.Decompress);
        await using (unpacked.ConfigureAwait(false))
            await ReadAsync(unpacked, request.HttpContext.RequestAborted).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private async ValueTask ReadAsync(System.IO.Stream stream, CancellationToken cancellationToken)
    {
        while (await stream.ReadAsync(_buffer.AsMemory(_length), cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            _length += read;
            if (_length == Array.MaxLength)
                throw new ApiException(StatusCodes.Status413PayloadTooLarge, "the body has more than 2 GB: send it in parts");
            if (_length == _buffer.Length)
                Grow((int)Math.Min(_buffer.Length * 2L, Array.MaxLength));
        }
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        Bytes.Span.CopyTo(larger);
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
