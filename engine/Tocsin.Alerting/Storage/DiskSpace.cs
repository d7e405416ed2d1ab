namespace Tocsin.Alerting.Storage;

/// <summary>How much room the disk of a folder has; null where the system does not say.</summary>
public static class DiskSpace
{
    public static long? FreeAt(string folder) => Ask(folder, static drive => drive.AvailableFreeSpace);

    public static long? TotalAt(string folder) => Ask(folder, static drive => drive.TotalSize);

    private static long? Ask(string folder, Func<DriveInfo, long> ask)
    {
        try
        {
            return ask(new DriveInfo(folder));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
