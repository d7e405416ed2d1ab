using Tocsin.Alerting.Storage;

namespace Tocsin.Pipelines.Recordings.Files;

/// <summary>
/// A file that is being written and that knows when it is long enough. It takes what is written nevertheless: a packer could not be told, and
/// needs some room for its end.
/// </summary>
internal sealed class BoundedFile(string path, RecordingSpace space, RecordingLimits limits) : Stream
{
    private const long LookAtDiskEvery = 1 << 20;

    private readonly FileStream _file = PrivateFile.Open(path, FileMode.Create, FileAccess.Write, FileShare.Read);
    private long _written;
    private long _looked = -LookAtDiskEvery;

    /// <summary>Why no more should be written; null while there is room.</summary>
    public string? WhyFull { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _written;

    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _file.Write(buffer);
        _written += buffer.Length;
        space.Add(buffer.Length);
        WhyFull ??= Judge();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => _file.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Dispose();
        base.Dispose(disposing);
    }

    private string? Judge()
    {
        if (_written >= limits.RecordingBytes)
            return $"it has {limits.RecordingBytes} bytes, as many as replay.recording-bytes allows: record for a shorter time, or raise the limit";
        if (space.Bytes >= limits.TotalBytes)
            return $"all recordings together have {limits.TotalBytes} bytes, as many as replay.total-bytes allows: delete some with 'tocsin delete recordings', or raise the limit";
        if (_written - _looked < LookAtDiskEvery)
            return null;
        _looked = _written;
        return DiskSpace.FreeAt(Path.GetDirectoryName(path) ?? ".") is { } free && free < limits.FreeBytes
            ? $"the disk of {Path.GetDirectoryName(path)} has {free} bytes left, and replay.free-bytes keeps {limits.FreeBytes} from recordings: make room, or let replay.dir be on another disk"
            : null;
    }
}
