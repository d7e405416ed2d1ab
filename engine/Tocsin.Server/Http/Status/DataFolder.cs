using Tocsin.Alerting.Storage;

namespace Tocsin.Server.Http.Status;

/// <summary>How much room the state takes and has.</summary>
/// <param name="Bytes">The size of the folder's files.</param>
/// <param name="FreeBytes">What is left on the disk for the server; null when the system does not say.</param>
internal readonly record struct DataFolder(long Bytes, long? FreeBytes)
{
    public static DataFolder Read(string path) => new(SizeOf(path), DiskSpace.FreeAt(path));

    private static long SizeOf(string path)
    {
        try
        {
            return new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(LengthOf);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The rest of the status is worth more than this number.
            return 0;
        }
    }

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            // The database takes its side files away when it likes.
            return 0;
        }
    }
}
