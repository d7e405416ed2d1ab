using System.IO.Compression;

namespace Tocsin.Server.Http;

/// <summary>The whole body of a request in a rented buffer, unpacked if it came as gzip.</summary>
internal sealed class RequestBody(HttpContext context) : IDisposable
{
    private const int FirstBuffer = 64 * 1024;

    // A body may announce any length and never come: more room is found as it comes.
    private const int LongestFirstBuffer = 1024 * 1024;

    private readonly RequestMemory _memory = RequestMemory.Of(context);
    private byte[] _buffer = [];
    private long _held;
    private int _length;

    /// <summary>What was read. Not to be used after <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Reads a body of points.</summary>
    /// <exception cref="InvalidDataException">The body says it is gzip and is not.</exception>
    /// <exception cref="ApiException">It is larger than a write may be, or there is no memory for it now.</exception>
    public async ValueTask ReadPointsAsync()
    {
        var most = _memory.Limits.BodyBytes;
        if (!await TryReadAsync(most).ConfigureAwait(false))
            throw TooLarge($"the body is larger than limits.body-bytes allows ({most} bytes, unpacked): write the points in several requests, or raise the limit");
    }

    /// <summary>Reads the body of a request that defines or changes something.</summary>
    /// <exception cref="ApiException">It is larger than such a body may be, is packed wrongly, or there is no memory for it now.</exception>
    public async ValueTask ReadDefinitionAsync()
    {
        var most = _memory.Limits.DefinitionBytes;
        try
        {
            if (!await TryReadAsync(most).ConfigureAwait(false))
                throw TooLarge($"the body is larger than limits.definition-bytes allows ({most} bytes): send fewer definitions per request, or raise the limit");
        }
        catch (InvalidDataException problem)
        {
            throw ApiException.BadRequest($"the body is not gzip: {problem.Message}");
        }
    }

    /// <summary>Reads a body of a limited length; false when it is longer.</summary>
    /// <param name="most">In bytes, packed as well as unpacked.</param>
    /// <exception cref="InvalidDataException">The body says it is gzip and is not.</exception>
    /// <exception cref="ApiException">There is no memory for it now.</exception>
    public async ValueTask<bool> TryReadAsync(long most)
    {
        var request = context.Request;
        if (request.ContentLength > most)
            return false;

        // One byte more than announced: the read that finds the end needs room.
        Grow((int)Math.Clamp(request.ContentLength + 1 ?? FirstBuffer, Math.Min(FirstBuffer, most + 1), LongestFirstBuffer));
        if (request.Headers.ContentEncoding != "gzip")
            return await ReadAsync(request.Body, most).ConfigureAwait(false);

        var unpacked = new GZipStream(request.Body, CompressionMode.Decompress);
        await using (unpacked.ConfigureAwait(false))
            return await ReadAsync(unpacked, most).ConfigureAwait(false);
    }

    public void Dispose()
    {
        RentedBytes.Return(_buffer);
        _buffer = [];
        _length = 0;
        _memory.GiveBack(_held);
        _held = 0;
    }

    private async ValueTask<bool> ReadAsync(System.IO.Stream stream, long most)
    {
        while (await stream.ReadAsync(_buffer.AsMemory(_length), context.RequestAborted).ConfigureAwait(false) is var read and > 0)
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
        _memory.Take(context, size - _held);
        _held = size;
        var larger = RentedBytes.Rent(size);
        Bytes.Span.CopyTo(larger);
        RentedBytes.Return(_buffer);
        _buffer = larger;
    }

    private static ApiException TooLarge(string why) => new(StatusCodes.Status413PayloadTooLarge, why);
}
