using System.IO.Compression;

namespace Tocsin.Pipelines.Recordings.Files;

/// <summary>
/// A packed file with a packed seal behind it. Whoever unpacks a file that was cut off is not told, but never gets to the seal.
/// </summary>
internal sealed class SealedFile(Stream file) : Stream
{
    private static readonly byte[] Seal = [0, 1, 2, 3];
    private static readonly byte[] Packed = Pack();

    private int _sealed;

    /// <summary>True when all of the file was read: what is unpacked from now on is the seal, if the file is whole.</summary>
    public bool HasEnded => _sealed > 0;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static bool IsSeal(ReadOnlySpan<byte> unpacked) => unpacked.SequenceEqual(Seal);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_sealed == 0 && await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
            return read;
        var length = Math.Min(buffer.Length, Packed.Length - _sealed);
        Packed.AsSpan(_sealed, length).CopyTo(buffer.Span);
        _sealed += length;
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    private static byte[] Pack()
    {
        using var packed = new MemoryStream();
        using (var packer = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            packer.Write(Seal);
        return packed.ToArray();
    }
}
