namespace Tocsin.Alerting.Storage;

/// <summary>Files and folders that only the server's user may read: they hold addresses, tokens and what alerts say.</summary>
public static class PrivateFile
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    /// <summary>Makes a folder for the server's user alone; one that is there stays as it is.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnersFolder);
    }

    /// <summary>Opens a file; when it is made by that, then for the server's user alone.</summary>
    /// <param name="room">The room that is set aside for it.</param>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share, long room = 0)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, PreallocationSize = room };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnersFile;
        return new FileStream(path, options);
    }

    /// <summary>Takes a file from everybody but its owner. Nothing happens when it is not there, or is not ours to change.</summary>
    public static void Restrict(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & ~OwnersFile) != 0)
                File.SetUnixFileMode(path, OwnersFile);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Whoever owns it gave it to us, and decides who else may read it.
        }
    }
}
