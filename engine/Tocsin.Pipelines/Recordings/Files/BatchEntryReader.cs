using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text.Json;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Recordings.Files;

/// <summary>Reads the batches of one query, a line each. For one thread.</summary>
internal sealed class BatchEntryReader : IDisposable
{
    private readonly ZipArchiveEntry _entry;
    private readonly string _path;
    private readonly BatchJson _json;
    private readonly Stream _unpacked;
    private readonly PipeReader _lines;
    private readonly long _longest;
    private long _searched;
    private long _line;
    private long _read;
    private bool _isAtEnd;

    /// <param name="longest">Bytes that one batch may have.</param>
    public BatchEntryReader(ZipArchiveEntry entry, string path, SeriesTable series, long longest)
    {
        _longest = longest;
        _entry = entry;
        _path = path;
        _json = new BatchJson(series);
        _unpacked = entry.Open();
        _lines = PipeReader.Create(_unpacked, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
    }

    /// <summary>Bytes it has in the file.</summary>
    public long PackedLength => _entry.CompressedLength;

    /// <summary>How much of it was read, from 0 to 1.</summary>
    public double Progress => _entry.Length == 0 ? 1 : (double)_read / _entry.Length;

    /// <summary>The next batch that has points, once <see cref="PeekAsync"/> has found it; null behind the last.</summary>
    public SourceBatch? Next { get; private set; }

    /// <summary>Finds the next batch unless it is known.</summary>
    /// <exception cref="RecordingFileException">A line is not a batch, or cannot be unpacked.</exception>
    public async ValueTask PeekAsync(CancellationToken cancellationToken)
    {
        while (Next is null && !_isAtEnd)
        {
            ReadResult read;
            try
            {
                read = await _lines.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is InvalidDataException or IOException)
            {
                throw Fault(problem is IOException ? $"it cannot be read: {problem.Message}" : "it is damaged: it cannot be unpacked from here on", problem);
            }

            var buffer = read.Buffer;
            while (Next is null && TryTakeLine(ref buffer, read.IsCompleted, out var line))
                Next = Parse(line);
            if (Next is null && buffer.Length > _longest)
            {
                _line++;
                throw Fault(RecordingFile.TooLong("a batch", _longest));
            }

            _isAtEnd = read.IsCompleted && buffer.IsEmpty;
            _lines.AdvanceTo(buffer.Start, Next is null ? buffer.End : buffer.Start);
        }
    }

    /// <summary>Takes the batch that was found.</summary>
    public SourceBatch Take()
    {
        var batch = Next!; // Somebody has looked.
        Next = null;
        return batch;
    }

    public void Dispose()
    {
        _lines.Complete();
        _unpacked.Dispose();
    }

    private bool TryTakeLine(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line)
    {
        line = default;
        if (buffer.IsEmpty)
            return false;
        if (buffer.Slice(_searched).PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
        }
        else if (isLast)
        {
            line = buffer;
            buffer = buffer.Slice(buffer.End);
        }
        else
        {
            _searched = buffer.Length;
            return false;
        }

        _searched = 0;
        _line++;
        _read += line.Length + 1;
        return true;
    }

    /// <summary>The batch of a line; null when it has no points.</summary>
    private SourceBatch? Parse(ReadOnlySequence<byte> line)
    {
        try
        {
            return _json.Read(line) is { Points.Count: > 0 } batch ? batch : null;
        }
        catch (Exception problem) when (problem is JsonException or FormatException or InvalidOperationException)
        {
            throw Fault($"it is not a batch: {problem.Message}", problem);
        }
    }

    private RecordingFileException Fault(string why, Exception? cause = null) => new($"{_path}, entry {_entry.FullName}, line {Math.Max(1, _line)}: {why}", cause);
}
