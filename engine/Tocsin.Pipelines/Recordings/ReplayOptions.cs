using Tocsin.Pipelines.Recordings.Files;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Recordings;

/// <summary>Where recordings are kept, and how much of them.</summary>
public sealed record ReplayOptions : ICheckedOptions
{
    private const int MostBuffer = 1 << 30;

    /// <summary>The folder of the recordings' files. Empty, the default: <c>replay</c> in the folder of the server's state.</summary>
    public string Dir { get; init; } = "";

    /// <summary>The file of one recording, in bytes; a recording that is longer ends there and counts as failed. Default 1 GiB.</summary>
    public long RecordingBytes { get; init; } = 1L << 30;

    /// <summary>The files of all recordings, in bytes. Default 10 GiB.</summary>
    public long TotalBytes { get; init; } = 10L << 30;

    /// <summary>What recordings leave of the disk, in bytes. Default 256 MiB.</summary>
    public long FreeBytes { get; init; } = 256L << 20;

    /// <summary>One batch or point of a recording that is played, in bytes and unpacked; it is in memory as a whole. Default 64 MiB.</summary>
    public int ItemBytes { get; init; } = RecordingFile.MostItemBytes;

    /// <summary>How long a stream may be recorded. Default 7 d.</summary>
    public TimeSpan LongestRecording { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Queries that one recording or replay of batches may make. Default 100,000.</summary>
    public int Queries { get; init; } = 100_000;

    /// <summary>Recordings that are made at a time, and replays that run at a time. Default 8.</summary>
    public int Running { get; init; } = 8;

    /// <summary>Recordings that are kept, and replays that are remembered. Default 10,000.</summary>
    public int Kept { get; init; } = 10_000;

    internal RecordingLimits Limits() => new(RecordingBytes, TotalBytes, FreeBytes);

    public IEnumerable<OptionProblem> Check()
    {
        if (RecordingBytes <= 0)
            yield return new OptionProblem("recording-bytes", "must be above 0");
        if (TotalBytes <= 0)
            yield return new OptionProblem("total-bytes", "must be above 0");
        if (FreeBytes < 0)
            yield return new OptionProblem("free-bytes", "must not be negative; 0 lets recordings fill the disk");
        if (ItemBytes is <= 0 or > MostBuffer)
            yield return new OptionProblem("item-bytes", $"must be 1 to {MostBuffer}");
        if (LongestRecording <= TimeSpan.Zero)
            yield return new OptionProblem("longest-recording", "must be above 0, such as 1d");
        if (Queries < 1)
            yield return new OptionProblem("queries", "must be at least 1");
        if (Running < 1)
            yield return new OptionProblem("running", "must be at least 1");
        if (Kept < 1)
            yield return new OptionProblem("kept", "must be at least 1");
    }
}
