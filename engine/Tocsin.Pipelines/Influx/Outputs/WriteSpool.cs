using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Tocsin.Alerting.Storage;

namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>
/// Writes on disk in their order, in files of which the first is read and the last is written. What was taken out is noted, so that a restart
/// goes on there. When there is no more room the oldest files go, but none of which a write is on its way. What is written is on the disk itself
/// after <see cref="TakeUnflushed"/>. For one thread at a time.
/// </summary>
internal sealed class WriteSpool : IDisposable
{
    private const string Extension = ".writes";
    private const string PositionFile = "position";
    private const long LargestSegment = 8 * 1024 * 1024;

    private readonly string _folder;
    private readonly SpoolRoom _room;
    private readonly List<Segment> _segments = [];
    private FileStream? _writing;
    private FileStream? _reading;
    private FileStream? _position;
    private bool _isUnflushed;
    private long _offset;
    private (int Length, int Points)? _onItsWay; // Of the first file, at the offset.

    /// <param name="folder">Its folder; made when the first write is kept.</param>
    /// <param name="room">The room that it shares with others.</param>
    /// <exception cref="IOException">What is there cannot be read.</exception>
    public WriteSpool(string folder, SpoolRoom room)
    {
        (_folder, _room) = (folder, room);
        room.Add(this);
        if (!Directory.Exists(folder))
            return;
        var (first, offset) = ReadPosition();
        foreach (var file in Directory.GetFiles(folder, "*" + Extension).Order(StringComparer.Ordinal))
        {
            if (!long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                continue; // Somebody else's.
            if (number < first)
                File.Delete(file);
            else
                _segments.Add(new Segment(number, file) { Length = new FileInfo(file).Length });
        }

        _offset = _segments is [var segment, ..] && segment.Number == first ? Math.Min(offset, segment.Length) : 0;
        for (var i = 0; i < _segments.Count; i++)
            _segments[i].Points = Count(_segments[i], i == 0 ? _offset : 0);
    }

    /// <summary>Bytes that are kept.</summary>
    public long Bytes => _segments.Sum(segment => segment.Length) - _offset;

    public bool IsEmpty => _segments.Count == 0;

    /// <summary>True when its oldest file can go.</summary>
    public bool CanDrop => _segments.Count > Oldest;

    /// <summary>Adds a write behind all others.</summary>
    /// <param name="write">The write.</param>
    /// <param name="isKept">False when there is no room for it.</param>
    /// <returns>Points of others that had to go or are gone with their files.</returns>
    /// <exception cref="IOException">It cannot be kept, as on a full disk.</exception>
    public int Append(OutputWrite write, out bool isKept)
    {
        var record = SpoolRecord.Write(write);
        isKept = false;
        if (record.Length > _room.Limit)
            return 0;
        var dropped = ForgetGone() + _room.Make(record.Length, out isKept);
        if (!isKept)
            return dropped; // What is on its way has the room.
        if (_writing is null || _segments[^1].Length + record.Length > Math.Min(LargestSegment, _room.Limit / 4))
            BeginSegment();
        Write(_writing!, _segments[^1], record, write.Points); // It was begun above, or there was one.
        _isUnflushed = true;
        return dropped;
    }

    /// <summary>Adds writes before all others; they are on the disk itself then.</summary>
    /// <param name="writes">The writes, of which there may be some already that are kept behind them.</param>
    /// <param name="areKept">False when there is no room for them.</param>
    /// <returns>Points of others that had to go, or are gone with their files.</returns>
    /// <exception cref="IOException">They cannot be kept.</exception>
    public int Prepend(IReadOnlyList<OutputWrite> writes, out bool areKept)
    {
        var gone = ForgetGone();
        if (_offset > 0)
            throw new InvalidOperationException("what comes first has been read already");
        MakeFolder();
        var number = _segments is [var first, ..] ? first.Number - 1 : NewNumber();
        var segment = new Segment(number, PathOf(number));
        WritePosition(segment.Number, 0); // The file of that number may have been read before, to some place.
        try
        {
            using var file = PrivateFile.Open(segment.Path, FileMode.Create, FileAccess.Write, FileShare.None);
            foreach (var write in writes)
                Write(file, segment, SpoolRecord.Write(write), write.Points);
            RandomAccess.FlushToDisk(file.SafeFileHandle);
        }
        catch
        {
            File.Delete(segment.Path); // They stay with the caller: a restart would find some of them a second time.
            throw;
        }

        CloseReading();
        _segments.Insert(0, segment);
        var dropped = _room.Make(0, out _);
        areKept = _segments.Contains(segment);
        return gone + dropped - (areKept ? 0 : segment.Points);
    }

    /// <summary>Takes the oldest file away; only when <see cref="CanDrop"/>.</summary>
    /// <returns>The points in it.</returns>
    /// <exception cref="IOException">It cannot be taken away.</exception>
    public int DropOldest()
    {
        var points = _segments[Oldest].Points;
        Remove(Oldest);
        return points;
    }

    /// <summary>The file whose last writes are not on the disk itself, to be flushed by the caller, whom that may take long; null when all are.</summary>
    public SafeFileHandle? TakeUnflushed()
    {
        var file = _isUnflushed ? _writing?.SafeFileHandle : null;
        _isUnflushed = false;
        return file;
    }

    /// <summary>The first write, which is on its way and stays until <see cref="Advance"/> or <see cref="Return"/>; false when there is none.</summary>
    /// <param name="write">The write.</param>
    /// <param name="damaged">Files that are gone, or of which the rest cannot be read, and that were left out on the way.</param>
    /// <param name="lost">Points in them, as far as they are known.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public bool TryPeek([NotNullWhen(true)] out OutputWrite? write, out int damaged, out int lost)
    {
        (write, damaged, lost) = (null, 0, 0);
        while (_segments.Count > 0)
        {
            if (_offset < _segments[0].Length)
            {
                if (TryReadAt(_offset, out write))
                    return true;
                damaged++;
                lost += _segments[0].Points;
            }

            Remove(0);
        }

        return false;
    }

    /// <summary>Takes the write that is on its way out.</summary>
    /// <exception cref="IOException">It is taken out, but that cannot be noted: a restart may send it again.</exception>
    public void Advance()
    {
        if (_onItsWay is not { } written)
            return; // Its file is gone.
        _onItsWay = null;
        _offset += written.Length;
        _segments[0].Points -= written.Points;
        if (_offset >= _segments[0].Length)
            Remove(0);
        else
            WritePosition(_segments[0].Number, _offset);
    }

    /// <summary>Leaves the write that was on its way where it is.</summary>
    public void Return() => _onItsWay = null;

    public void Dispose()
    {
        EndSegment();
        CloseReading();
        ClosePosition();
    }

    // Of the first file a write is on its way.
    private int Oldest => _onItsWay is null ? 0 : 1;

    // Somebody removed them, or the folder: what goes on being written to such a file would be found by nobody.
    private int ForgetGone()
    {
        if (_segments.Count == 0 || File.Exists(_segments[^1].Path))
            return 0;
        var lost = 0;
        for (var i = _segments.Count - 1; i >= 0; i--)
        {
            if (File.Exists(_segments[i].Path))
                continue;
            lost += _segments[i].Points;
            Remove(i);
        }

        return lost;
    }

    private static int Count(Segment segment, long at)
    {
        try
        {
            using var file = OpenToRead(segment);
            var points = 0;
            Span<byte> head = stackalloc byte[SpoolRecord.Head];
            while (at + SpoolRecord.Head <= segment.Length && Read(file, at, head) && SpoolRecord.TryReadHead(head, out var length, out var count))
            {
                points += count;
                at += SpoolRecord.Head + length;
            }

            return points;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return 0; // Whoever reads it hears of that.
        }
    }

    private bool TryReadAt(long offset, [NotNullWhen(true)] out OutputWrite? write)
    {
        write = null;
        var segment = _segments[0];
        if (_reading is null && !File.Exists(segment.Path))
            return false;
        _reading ??= OpenToRead(segment);
        Span<byte> head = stackalloc byte[SpoolRecord.Head];
        if (offset + SpoolRecord.Head > segment.Length || !Read(_reading, offset, head) || !SpoolRecord.TryReadHead(head, out var length, out var points)
            || offset + SpoolRecord.Head + length > segment.Length)
            return false;
        var content = new byte[length];
        if (!Read(_reading, offset + SpoolRecord.Head, content) || !SpoolRecord.TryRead(head, content, out write))
            return false;
        _onItsWay = (SpoolRecord.Head + length, points);
        return true;
    }

    private static FileStream OpenToRead(Segment segment) => new(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static bool Read(FileStream file, long offset, Span<byte> bytes)
    {
        file.Position = offset;
        return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
    }

    private void BeginSegment()
    {
        MakeFolder();
        var number = _segments is [.., var last] ? last.Number + 1 : NewNumber();
        EndSegment();
        _writing = PrivateFile.Open(PathOf(number), FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        _segments.Add(new Segment(number, PathOf(number)));
    }

    private void MakeFolder()
    {
        PrivateFile.CreateFolder(_folder);
        if (!File.Exists(Path.Combine(_folder, PositionFile)))
            ClosePosition();
    }

    private long NewNumber() => Math.Max(1_000_000_000, ReadPosition().Segment + 1);

    private void EndSegment()
    {
        if (TakeUnflushed() is { } file)
            RandomAccess.FlushToDisk(file);
        _writing?.Dispose();
        _writing = null;
    }

    // What was written in part, as on a full disk, is taken back: a reader would stop there. Nothing of it stays in a buffer.
    private static void Write(FileStream file, Segment segment, byte[] record, int points)
    {
        try
        {
            RandomAccess.Write(file.SafeFileHandle, record, segment.Length);
            segment.Length += record.Length;
            segment.Points += points;
        }
        catch (IOException)
        {
            RandomAccess.SetLength(file.SafeFileHandle, segment.Length);
            throw;
        }
    }

    // When the file cannot be deleted nothing has changed.
    private void Remove(int index)
    {
        if (File.Exists(_segments[index].Path))
            File.Delete(_segments[index].Path);
        if (index == _segments.Count - 1)
        {
            _isUnflushed = false;
            _writing?.Dispose();
            _writing = null;
        }

        if (index == 0)
        {
            CloseReading();
            (_offset, _onItsWay) = (0, null);
        }

        _segments.RemoveAt(index);
    }

    private void ClosePosition()
    {
        _position?.Dispose();
        _position = null;
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

    private void WritePosition(long segment, long offset)
    {
        Span<byte> bytes = stackalloc byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, segment);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[sizeof(long)..], offset);
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

        /// <summary>Points that have not been taken out.</summary>
        public int Points { get; set; }
    }
}
