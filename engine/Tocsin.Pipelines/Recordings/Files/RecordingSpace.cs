namespace Tocsin.Pipelines.Recordings.Files;

/// <summary>What the files of all recordings take together. Safe for any number of threads.</summary>
internal sealed class RecordingSpace
{
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Counts bytes that were written, or with a minus sign removed.</summary>
    public void Add(long bytes) => Interlocked.Add(ref _bytes, bytes);
}
