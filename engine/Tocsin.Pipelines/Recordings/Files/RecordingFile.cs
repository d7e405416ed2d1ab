namespace Tocsin.Pipelines.Recordings.Files;

/// <summary>The file of a recording, to be read while others may delete it.</summary>
internal static class RecordingFile
{
    /// <exception cref="RecordingFileException">It cannot be opened.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new RecordingFileException($"the file of the recording cannot be opened: {problem.Message}", problem);
        }
    }
}
