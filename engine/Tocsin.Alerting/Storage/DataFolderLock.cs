namespace Tocsin.Alerting.Storage;

/// <summary>Keeps a data folder to one process. Taken before anything else is done with the folder; disposing of it lets others in.</summary>
public sealed class DataFolderLock : IDisposable
{
    private const string FileName = "tocsin.lock";

    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <summary>Makes the folder when it is missing, and takes it.</summary>
    /// <exception cref="StoreException">It cannot be used, or another process has it.</exception>
    public static DataFolderLock Take(string folder)
    {
        try
        {
            PrivateFile.CreateFolder(folder);
            var path = Path.Combine(folder, FileName);
            PrivateFile.Restrict(path);
            return new DataFolderLock(PrivateFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var wayOut = IsInUse(error) ? "Stop the server that uses it" : $"Make it a folder that the user {Environment.UserName} can write to";
            throw new StoreException($"The data folder {folder} cannot be used: {error.Message} {wayOut}, or choose another folder.", error);
        }
    }

    /// <summary>Whether a process has the folder. Makes nothing.</summary>
    public static bool IsTaken(string folder)
    {
        try
        {
            new FileStream(Path.Combine(folder, FileName), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return IsInUse(error);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Whether somebody else holds the lock: EAGAIN on Linux, EWOULDBLOCK on macOS, a sharing violation on Windows.</summary>
    private static bool IsInUse(Exception error) => error is IOException { HResult: 11 or 35 or unchecked((int)0x80070020) };
}
