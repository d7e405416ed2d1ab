using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Recordings.Files;

/// <summary>A file of points whose end was never written, as the process that recorded them ended before.</summary>
internal static class CutOffFile
{
    private const int PointsAtOnce = 1000;

    /// <summary>Writes the points that can be read to a file that is whole.</summary>
    /// <param name="path">The file that is cut off.</param>
    /// <param name="whole">The other.</param>
    /// <param name="mostSeries">Series that it may have.</param>
    /// <returns>How many points that are.</returns>
    public static async Task<long> CopyAsync(string path, BoundedFile whole, int mostSeries, CancellationToken cancellationToken)
    {
        var copied = 0L;
        if (RegularFile.Behind(path) is null)
            return copied;
        using var reader = new StreamFileReader(path, new SeriesTable(mostSeries));
        using var writer = new StreamFileWriter(whole);
        try
        {
            while (await reader.ReadAsync(PointsAtOnce, cancellationToken).ConfigureAwait(false) is { } batch)
            {
                copied += batch.Count;
                Write(batch, writer);
            }
        }
        catch (Exception problem) when (problem is RecordingFileException or RecordingLimitException)
        {
            // That is where it was cut off, or where recordings are long enough.
        }

        return copied;
    }

    private static void Write(PointBatch batch, StreamFileWriter writer)
    {
        try
        {
            foreach (var point in batch.Points)
                writer.Write(point);
        }
        finally
        {
            batch.Release();
        }
    }
}
