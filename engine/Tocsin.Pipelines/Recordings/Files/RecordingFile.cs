using Tocsin.Alerting.Configuration.Reading;

namespace Tocsin.Pipelines.Recordings.Files;

/// <summary>The file of a recording, to be read while others may delete it.</summary>
internal static class RecordingFile
{
    /// <summary>Bytes of one batch or point, unless another limit is configured.</summary>
    public const int MostItemBytes = 64 << 20;

    /// <summary>What is said of a file that is not opened, see <see cref="RegularFile.Behind"/>.</summary>
    public const string Irregular = "it is empty, cut off before its first byte, or no regular file";

    /// <summary>What is said of a part that would fill the memory.</summary>
    public static string TooLong(string what, long most) =>
        $"{what} has more than {most} bytes, as many as replay.item-bytes allows: what is played is in memory as a whole; check that this is a recording, or raise the limit";

    /// <exception cref="RecordingFileException">It cannot be opened, or is no regular file.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            if (File.Exists(path) && RegularFile.Behind(path) is null)
                throw new RecordingFileException($"{path}: {Irregular}");
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new RecordingFileException($"the file of the recording cannot be opened: {problem.Message}", problem);
        }
    }
}
