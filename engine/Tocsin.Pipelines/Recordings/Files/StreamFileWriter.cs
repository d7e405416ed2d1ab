using System.IO.Compression;
using System.Text;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Pipelines.Recordings.Files;

/// <summary>
/// Writes points as Kapacitor's <c>.srpl</c> files hold them: packed by gzip, three lines for each point, which are its database, its retention
/// policy and the point in line protocol with nanoseconds. For one thread.
/// </summary>
internal sealed class StreamFileWriter(BoundedFile file) : IDisposable
{
    private const int PackAt = 64 * 1024;

    /// <summary>No bytes, packed: the packer writes nothing at all for nothing.</summary>
    private static readonly byte[] Nothing = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly GZipStream _packed = new(file, CompressionLevel.Fastest);
    private readonly LineProtocolWriter _text = new();
    private readonly LineProtocolWriter _key = new();
    private readonly SeriesCache<byte[]> _heads = new();
    private bool _isBegun;
    private bool _isFlushed = true;

    /// <exception cref="RecordingLimitException">The recording is long enough; the point is part of it.</exception>
    public void Write(Point point)
    {
        _isFlushed = false;
        _text.BeginWith(HeadOf(point.Series));
        _text.Fields(point);
        _text.End(point.Time);
        if (_text.Written.Length < PackAt)
            return;
        Pack();
        if (file.WhyFull is { } why)
            throw new RecordingLimitException(why);
    }

    /// <summary>Puts all that was written into the file, so that it is there when the process ends.</summary>
    public void Flush()
    {
        if (_isFlushed)
            return;
        Pack();
        _packed.Flush();
        _isFlushed = true;
    }

    /// <summary>Ends the file.</summary>
    public void Dispose()
    {
        if (!_isBegun && _text.Lines == 0)
            file.Write(Nothing);
        Pack();
        _packed.Dispose();
    }

    private void Pack()
    {
        _isBegun |= _text.Lines > 0;
        _packed.Write(_text.Written.Span);
        _text.Clear();
    }

    // All of a point's lines that comes before its fields.
    private byte[] HeadOf(Series series)
    {
        if (_heads[series] is { } known)
            return known;
        _key.Clear();
        _key.Begin(series.Name);
        for (var i = 0; i < series.Tags.Count; i++)
            _key.Tag(series.Tags.NameAt(i), series.Tags.ValueAt(i));
        byte[] head = [.. Encoding.UTF8.GetBytes($"{series.Origin.Database}\n{series.Origin.RetentionPolicy}\n"), .. _key.Written.Span];
        _heads.Set(series, head);
        return head;
    }
}
