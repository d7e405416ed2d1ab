namespace Tocsin.Pipelines.Recordings.Files;

/// <summary>How long the files of recordings may become, in bytes.</summary>
/// <param name="RecordingBytes">The file of one recording.</param>
/// <param name="TotalBytes">The files of all recordings.</param>
/// <param name="FreeBytes">What they leave of the disk.</param>
internal sealed record RecordingLimits(long RecordingBytes, long TotalBytes, long FreeBytes);
