using System.IO.Compression;
using System.Text;
using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Pipelines.Recordings.Files;

/// <summary>Reads <c>.srpl</c> files, of this server and of Kapacitor; see <see cref="StreamFileWriter"/>. For one thread.</summary>
internal sealed class StreamFileReader : IDisposable
{
    private const int FirstBuffer = 256 * 1024;

    /// <summary>Texts of one point that hold line feeds.</summary>
    private const int MostLongTexts = 100;

    private const byte LineFeed = (byte)'\n';

    private readonly string _path;
    private readonly SeriesTable _series;
    private readonly Origin? _source;
    private readonly FileStream _file;
    private readonly SealedFile _sealed;
    private readonly GZipStream _unpacked;
    private RecordingFileException? _fault;
    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;
    private int _end;
    private long _line = 1;
    private bool _isAtEnd;
    private double _progress;

    /// <param name="path">The file.</param>
    /// <param name="series">Where the series of its points are interned.</param>
    /// <param name="source">Where all points count as written to; null for what the file says.</param>
    /// <exception cref="RecordingFileException">There is no file.</exception>
    public StreamFileReader(string path, SeriesTable series, Origin? source = null)
    {
        _path = path;
        _series = series;
        _source = source;
        _file = RecordingFile.Open(path);
        _sealed = new SealedFile(_file);
        _unpacked = new GZipStream(_sealed, CompressionMode.Decompress);
        if (PackedHead.ProblemOf(_file, EdgeKind.Stream) is { } wrong)
            _fault = new RecordingFileException($"{path}: {wrong}");
    }

    /// <summary>Bytes that the three lines of one point may have.</summary>
    public int LongestPoint { get; init; } = RecordingFile.MostItemBytes;

    /// <summary>Nanoseconds within which the times of points lie that are answered together. Default: any.</summary>
    public long Span { get; init; } = long.MaxValue;

    /// <summary>How much of the file was read, from 0 to 1. May be asked by any thread, also when the file is closed.</summary>
    public double Progress => Volatile.Read(ref _progress);

    /// <summary>The next points that were written to the same database, in their order; null when there are no more. The caller lets go of them.</summary>
    /// <param name="most">How many points at most.</param>
    /// <exception cref="RecordingFileException">The file is cut off or damaged; the points before that place were answered.</exception>
    public async ValueTask<PointBatch?> ReadAsync(int most, CancellationToken cancellationToken)
    {
        if (_fault is not null)
            throw _fault;
        PointBatch? batch = null;
        try
        {
            while (true)
            {
                if (TryTake(ref batch, most, out var isFull))
                {
                    if (isFull)
                        return batch;
                    continue;
                }

                if (!_isAtEnd)
                    await FillAsync(cancellationToken).ConfigureAwait(false);
                else if (_start < _end)
                    throw Fault(_line, "the recording ends within a point: it was cut off");
                else
                    return batch;
            }
        }
        catch (RecordingFileException problem) when (batch is { Count: > 0 })
        {
            // What came before the place is played first.
            _fault = problem;
            return batch;
        }
        catch
        {
            batch?.Release();
            throw;
        }
    }

    public void Dispose()
    {
        _unpacked.Dispose();
        _file.Dispose();
    }

    /// <summary>Takes the next point if all of it is there and it belongs to the batch.</summary>
    /// <param name="isFull">Whether the batch is to be played before the next point is taken.</param>
    private bool TryTake(ref PointBatch? batch, int most, out bool isFull)
    {
        isFull = false;
        var text = _buffer.AsSpan(_start, _end - _start);
        var database = text.IndexOf(LineFeed);
        var policy = database < 0 ? -1 : text[(database + 1)..].IndexOf(LineFeed);
        if (policy < 0)
            return false;
        var head = database + 1 + policy + 1;
        var origin = _source ?? _series.OriginOf(Encoding.UTF8.GetString(text[..database]), Encoding.UTF8.GetString(text[(database + 1)..(head - 1)]));
        isFull = batch is not null && (batch.Origin != origin || batch.Count >= most);
        if (isFull)
            return true;
        var before = batch;
        batch ??= PointBatch.Rent(origin);
        if (TryTakeLine(batch, text[head..], out var used))
        {
            if (batch.Points[^1].Time - batch.Points[0].Time >= Span)
            {
                batch.CutTo(batch.Count - 1);
                isFull = true;
                return true;
            }

            _line += text[..(head + used)].Count(LineFeed);
            _start += head + used;
            return true;
        }

        if (before is null)
        {
            batch.Release();
            batch = null;
        }

        return false;
    }

    /// <summary>Takes the point that a text begins with; false when its end is not there yet.</summary>
    /// <exception cref="RecordingFileException">The line is not a point.</exception>
    private bool TryTakeLine(PointBatch batch, ReadOnlySpan<byte> text, out int used)
    {
        var count = batch.Count;
        LineError? first = null;
        used = AfterLine(text, 0);
        for (var texts = 0; used > 0; texts++)
        {
            var errors = LineProtocolReader.Read(text[..used], _series, batch, Precision.Nanosecond, now: 0);
            if (errors.Count == 0 && batch.Count == count + 1)
                return true;

            batch.CutTo(count);
            var error = errors.Count > 0 ? errors[0] : new LineError(1, 1, "expected a point in line protocol");
            first ??= error;
            if (!error.IsOpenText || texts == MostLongTexts)
                throw Fault(_line + 2, $"char {first.Column}: {first.Reason}");

            // The text holds a line feed: the point goes on behind it.
            used = AfterText(text, used);
        }

        return first is not null && _isAtEnd ? throw Fault(_line + 2, $"char {first.Column}: {first.Reason}") : false;
    }

    /// <summary>The place behind the line feed that comes next; 0 when there is none.</summary>
    private static int AfterLine(ReadOnlySpan<byte> text, int from) => text[from..].IndexOf(LineFeed) is >= 0 and var at ? from + at + 1 : 0;

    /// <summary>The place behind the line in which a text ends that is open at a place; 0 when that is not there.</summary>
    private static int AfterText(ReadOnlySpan<byte> text, int at)
    {
        while (text[at..].IndexOfAny((byte)'"', (byte)'\\') is >= 0 and var found)
        {
            at += found;
            if (text[at] == '"')
                return AfterLine(text, at);
            at += 2;
            if (at > text.Length)
                return 0;
        }

        return 0;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= LongestPoint)
                throw Fault(_line, RecordingFile.TooLong("a point", LongestPoint));
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        try
        {
            var read = await _unpacked.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _progress, (double)_file.Position / _file.Length);
            if (read == 0 && !_sealed.HasEnded)
                EndBeforeTail();
            else if (!_sealed.HasEnded)
                _end += read;
            else if (SealedFile.IsSeal(_buffer.AsSpan(_end, read)))
                _isAtEnd = true;
            else
                throw Fault(_line, "the file ends too early: it was cut off");
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException)
        {
            throw Fault(_line, WhyNotUnpacked(problem), problem);
        }
    }

    // What is packed has ended, and the file goes on: with zeros, as copies of whole blocks do, or with what is none of its own.
    private void EndBeforeTail()
    {
        Span<byte> last = stackalloc byte[1];
        RandomAccess.Read(_file.SafeFileHandle, last, _file.Length - 1);
        if (last[0] != 0)
            throw Fault(_line, "the recording ends here, and bytes follow that are none of it: remove them, or copy the file again");
        _isAtEnd = true;
    }

    // What unpacks says nothing of use: a file that was cut off is damaged to it where the seal begins.
    private string WhyNotUnpacked(Exception problem) => problem is IOException ? $"the file cannot be read: {problem.Message}"
        : _sealed.HasEnded ? "the file ends too early: it was cut off"
        : "the file is damaged: it cannot be unpacked from here on";

    private RecordingFileException Fault(long line, string why, Exception? cause = null) => new($"{_path}, line {line} of the unpacked data: {why}", cause);
}
