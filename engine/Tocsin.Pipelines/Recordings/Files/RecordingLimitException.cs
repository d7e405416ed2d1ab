namespace Tocsin.Pipelines.Recordings.Files;

/// <summary>A recording ends because it reached a limit. What it holds by then is whole.</summary>
internal sealed class RecordingLimitException(string message) : Exception(message);
