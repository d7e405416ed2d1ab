namespace Tocsin.Pipelines.Recordings.Files;

/// <summary>The file of a recording cannot be read on. The message names file and place.</summary>
internal sealed class RecordingFileException(string message, Exception? cause = null) : Exception(message, cause);
