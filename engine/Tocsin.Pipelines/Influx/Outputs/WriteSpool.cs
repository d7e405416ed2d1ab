using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Tocsin.Alerting.Storage;

namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>
/// Writes on disk in their order, in files of which the first is read and the last is written. What was taken out is noted, so that a restart
/// goes on there. When there is no more room the oldest go. For one thread at a time.
/// </summary>
internal sealed class WriteSpool : IDisposable
{
    private const string Extension = ".writes";
    private const string PositionFile = "position";
    private const long LargestSegment = 8 * 1024 * 1024;

    private readonly string _folder;
    private readonly long _limit;
    private readonly List<Segment> _segments = [];
    private FileStream? _writing;
    private FileStream? _reading;
    private FileStream? _position;
    private long _offset;
    private int _peeked;

    /// <param name="folder">Its folder; made when the first write is kept.</param>
    /// <param name="limit">The most bytes.</param>
    /// <exception cref="IOException">What is there cannot be read.</exception>
    public WriteSpool(string folder, long limit)
    {
        (_folder, _limit) = (folder, limit);
        if (!Directory.Exists(folder))
            return;
        var (first, offset) = ReadPosition();
        foreach (var file in Directory.GetFiles(folder, "*" + Extension).Order(StringComparer.Ordinal))
        {
            var number = long.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture);
            if (number < first)
                File.Delete(file);
            else
                _segments.Add(new Segment(number, file) { Length = new FileInfo(file).Length });
        }

        _offset = _segments is [var segment, ..] && segment.Number == first ? Math.Min(offset, segment.Length) : 0;
    }

    /// <summary>Bytes that are kept.</summary>
    public long Bytes => _segments.Sum(segment => segment.Length) - _offset;

    public bool IsEmpty => _segments.Count == 0;

    /// <summary>Adds a write behind all others.</summary>
    /// <returns>Points of older ones that had to go.</returns>
    /// <exception cref="IOException">It cannot be kept, as on a full disk.</exception>
    public int Append(OutputWrite write)
    {
        var record = SpoolRecord.Write(write);
        if (record.Length > _limit)
            return write.Points;
        var dropped = MakeRoom(record.Length);
        if (_writing is null || _segments[^1].Length + record.Length > Math.Min(LargestSegment, _limit / 4))
            BeginSegment();
        Write(_writing!, _segments[^1], record); // It was begun above, or there was one.
        return dropped;
    }

    /// <summary>Adds writes before all others.</summary>
    /// <returns>Points of the oldest that had to go.</returns>
    /// <exception cref="IOException">They cannot be kept.</exception>
    public int Prepend(IReadOnlyList<OutputWrite> writes)
    {
        if (_segments.Count == 0)
            return writes.Sum(Append);
        if (_offset > 0)
            throw new InvalidOperationException("what comes first has been read already");
        var segment = new Segment(_segments[0].Number - 1, PathOf(_segments[0].Number - 1));
        using (var file = PrivateFile.Open(segment.Path, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            foreach (var write in writes)
                Write(file, segment, SpoolRecord.Write(write));
        }

        CloseReading();
        _segments.Insert(0, segment);
        return MakeRoom(0);
    }

    /// <summary>The first write, which stays until <see cref="Advance"/>; false when there is none.</summary>
    /// <param name="write">The write.</param>
    /// <param name="damaged">Files of which the rest cannot be read and was left out on the way.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public bool TryPeek([NotNullWhen(true)] out OutputWrite? write, out int damaged)
    {
        (write, damaged) = (null, 0);
        while (_segments.Count > 0)
        {
            if (_offset < _segments[0].Length)
            {
                if (TryReadAt(_offset, out write))
                    return true;
                damaged++;
            }

            RemoveFirst();
        }

        return false;
    }

    /// <summary>Takes the first write out.</summary>
    public void Advance()
    {
        _offset += _peeked;
        if (_offset >= _segments[0].Length)
            RemoveFirst();
        else
            WritePosition();
    }

    public void Dispose()
    {
        _writing?.Dispose();
        CloseReading();
        _position?.Dispose();
    }

    private int MakeRoom(int bytes)
    {
        var dropped = 0;
        while (Bytes + bytes > _limit && _segments.Count > 0)
        {
            dropped += PointsOfFirst();
            RemoveFirst();
        }

        return dropped;
    }

    private int PointsOfFirst()
    {
        var (points, at) = (0, _offset);
        Span<byte> head = stackalloc byte[SpoolRecord.Head];
        while (at + SpoolRecord.Head <= _segments[0].Length && Read(at, head) && SpoolRecord.TryReadHead(head, out var length, out var count))
        {
            points += count;
            at += SpoolRecord.Head + length;
        }

        return points;
    }

    private bool TryReadAt(long offset, [NotNullWhen(true)] out OutputWrite? write)
    {
        write = null;
        Span<byte> head = stackalloc byte[SpoolRecord.Head];
        if (offset + SpoolRecord.Head > _segments[0].Length || !Read(offset, head) || !SpoolRecord.TryReadHead(head, out var length, out _)
            || offset + SpoolRecord.Head + length > _segments[0].Length)
            return false;
        var content = new byte[length];
        _peeked = SpoolRecord.Head + length;
        return Read(offset + SpoolRecord.Head, content) && SpoolRecord.TryRead(head, content, out write);
    }

    private bool Read(long offset, Span<byte> bytes)
    {
        _reading ??= new FileStream(_segments[0].Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        _reading.Position = offset;
        return _reading.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
    }

    private void BeginSegment()
    {
        PrivateFile.CreateFolder(_folder);
        var number = _segments is [.., var last] ? last.Number + 1 : Math.Max(1_000_000_000, ReadPosition().Segment + 1);
        _writing?.Dispose();
        _writing = PrivateFile.Open(PathOf(number), FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        _segments.Add(new Segment(number, PathOf(number)));
    }

    // What was written in part, as on a full disk, is taken back: a reader would stop there.
    private static void Write(FileStream file, Segment segment, byte[] record)
    {
        try
        {
            file.Write(record);
            file.Flush();
            segment.Length += record.Length;
        }
        catch (IOException)
        {
            file.SetLength(segment.Length);
            throw;
        }
    }

    private void RemoveFirst()
    {
        var first = _segments[0];
        CloseReading();
        if (_segments.Count == 1)
        {
            _writing?.Dispose();
            _writing = null;
        }

        _segments.RemoveAt(0);
        _offset = 0;
        File.Delete(first.Path);
    }

    private void CloseReading()
    {
        _reading?.Dispose();
        _reading = null;
    }

    private (long Segment, long Offset) ReadPosition()
    {
        var path = Path.Combine(_folder, PositionFile);
        _position ??= File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read) : null;
        Span<byte> bytes = stackalloc byte[2 * sizeof(long)];
        if (_position is null)
            return default;
        _position.Position = 0;
        return _position.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length
            ? (BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[sizeof(long)..]))
            : default;
    }

    private void WritePosition()
    {
        Span<byte> bytes = stackalloc byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, _segments[0].Number);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[sizeof(long)..], _offset);
        _position ??= PrivateFile.Open(Path.Combine(_folder, PositionFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        _position.Position = 0;
        _position.Write(bytes);
        _position.Flush();
    }

    private string PathOf(long number) => Path.Combine(_folder, number.ToString("D12", CultureInfo.InvariantCulture) + Extension);

    private sealed class Segment(long number, string path)
    {
        public long Number => number;

        public string Path => path;

        public long Length { get; set; }
    }
}
