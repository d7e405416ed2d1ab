using System.IO.Compression;
using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Recordings.Files;

/// <summary>Reads <c>.brpl</c> files, of this server and of Kapacitor; see <see cref="BatchFileWriter"/>. For one thread.</summary>
internal sealed class BatchFileReader : IDisposable
{
    private readonly FileStream _file;
    private readonly ZipArchive _archive;
    private readonly BatchEntryReader[] _entries;

    /// <param name="series">Where the series of its points are interned.</param>
    /// <param name="longestBatch">Bytes that one batch may have.</param>
    /// <exception cref="RecordingFileException">There is no file, or it does not hold batches.</exception>
    public BatchFileReader(string path, SeriesTable series, long longestBatch = RecordingFile.MostItemBytes)
    {
        _file = RecordingFile.Open(path);
        if (PackedHead.ProblemOf(_file, EdgeKind.Batch) is { } wrong)
        {
            _file.Dispose();
            throw new RecordingFileException($"{path}: {wrong}");
        }

        try
        {
            _archive = new ZipArchive(_file, ZipArchiveMode.Read);
            _entries = [.. _archive.Entries.Select(entry => new BatchEntryReader(entry, path, series, longestBatch))];
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException)
        {
            _file.Dispose();
            throw new RecordingFileException($"{path}: the file is cut off or damaged: {problem.Message}", problem);
        }
    }

    /// <summary>How many queries the batches are of.</summary>
    public int Queries => _entries.Length;

    /// <summary>How much of the file was read, from 0 to 1.</summary>
    public double Progress => _entries.Sum(entry => entry.PackedLength) is > 0 and var all ? Math.Min(1, _entries.Sum(entry => entry.PackedLength * entry.Progress) / all) : 1;

    /// <summary>The next batch that has points, of whichever query comes first in time; null when there are no more.</summary>
    /// <exception cref="RecordingFileException">The file is damaged.</exception>
    public async ValueTask<(int Query, SourceBatch Batch)?> ReadAsync(CancellationToken cancellationToken)
    {
        var first = -1;
        for (var i = 0; i < _entries.Length; i++)
        {
            await _entries[i].PeekAsync(cancellationToken).ConfigureAwait(false);
            if (_entries[i].Next is { } next && (first < 0 || next.Time < _entries[first].Next!.Time)) // The first one has one.
                first = i;
        }

        return first < 0 ? null : (first, _entries[first].Take());
    }

    public void Dispose()
    {
        foreach (var entry in _entries)
            entry.Dispose();
        _archive.Dispose();
        _file.Dispose();
    }
}
