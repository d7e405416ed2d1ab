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
    /// <exception cref="ApiException">The body is too large for any memory.</exception>
    public async ValueTask ReadAsync(HttpRequest request)
    {
        if (!await TryReadAsync(request, Array.MaxLength).ConfigureAwait(false))
            throw new ApiException(StatusCodes.Status413PayloadTooLarge, "the body has more than 2 GB: send it in parts");
    }

    /// <summary>Reads a body of a limited length; false when it is longer.</summary>
    /// <param name="most">In bytes, unpacked.</param>
    /// <exception cref="InvalidDataException">The body says it is gzip and is not.</exception>
    public async ValueTask<bool> TryReadAsync(HttpRequest request, int most)
    {
        if (request.ContentLength > most && request.Headers.ContentEncoding != "gzip")
            return false;

        // One byte more than announced: the read that finds the end needs room.
        Grow((int)Math.Clamp(request.ContentLength + 1 ?? FirstBuffer, Math.Min(FirstBuffer, most + 1L), LongestFirstBuffer));
        if (request.Headers.ContentEncoding != "gzip")
            return await ReadAsync(request.Body, most, request.HttpContext.RequestAborted).ConfigureAwait(false);

        var unpacked = new GZipStream(request.Body, CompressionMode.Decompress);
        await using (unpacked.ConfigureAwait(false))
            return await ReadAsync(unpacked, most, request.HttpContext.RequestAborted).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private async ValueTask<bool> ReadAsync(System.IO.Stream stream, int most, CancellationToken cancellationToken)
    {
        while (await stream.ReadAsync(_buffer.AsMemory(_length), cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            _length += read;
            if (_length > most || _length == Array.MaxLength)
                return false;
            if (_length == _buffer.Length)
                Grow((int)Math.Min(_buffer.Length * 2L, Array.MaxLength));
        }

        return true;
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
