using Tocsin.Alerting.Storage;
using Tocsin.Server.Cli.Status;

namespace Tocsin.Server.Cli.Care.Examinations;

/// <summary>The data folder: whether it can be used, by its owner only, and how much room its disk has.</summary>
internal static class FolderExamination
{
    private const UnixFileMode OfOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const string StateFiles = "tocsin.db*";

    private const long FewBytes = 1L << 30;
    private const long TooFewBytes = 64L << 20;

    public static IEnumerable<Finding> Run(Examined server)
    {
        var folder = server.Data;
        if (File.Exists(folder))
        {
            yield return new Finding(FindingLevel.Error, folder, "is a file", "name a folder with --data or data-dir");
            yield break;
        }

        if (!Directory.Exists(folder))
        {
            yield return new Finding(FindingLevel.Ok, folder, "is not there yet: the server makes it at its first start");
            yield break;
        }

        yield return Rights(folder);
        foreach (var file in FilesOutOfReach(folder))
            yield return file;
        yield return Room(folder);
    }

    private static Finding Rights(string folder)
    {
        if (WhyNotWritten(folder) is { } why)
            return new Finding(FindingLevel.Error, folder, $"the user {Environment.UserName} cannot write to it: {why}", $"give it to the server's user: chown -R USER {folder}");
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & OfOthers) != 0)
            return new Finding(FindingLevel.Warning, folder, "other users of this machine may enter it", $"chmod 700 {folder}");
        return Environment.IsPrivilegedProcess
            ? new Finding(FindingLevel.Skipped, folder, "an administrator may do everything: whether the server's user may was not seen", "run this as the user that the server runs as")
            : new Finding(FindingLevel.Ok, folder, "can be written, by its owner only");
    }

    private static string? WhyNotWritten(string folder)
    {
        try
        {
            using var file = new FileStream(
                Path.Combine(folder, $"doctor-{Guid.NewGuid():N}.tmp"), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return problem.Message;
        }
    }

    private static IEnumerable<Finding> FilesOutOfReach(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, StateFiles))
        {
            if (WhyNotOpened(file) is { } why)
                yield return new Finding(FindingLevel.Error, file, $"the user {Environment.UserName} cannot read and write it: {why}", $"give it to the server's user: chown USER {file}");
        }
    }

    private static string? WhyNotOpened(string file)
    {
        try
        {
            new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete).Dispose();
            return null;
        }
        catch (FileNotFoundException)
        {
            return null; // SQLite takes its files away when it likes.
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return problem.Message;
        }
    }

    private static Finding Room(string folder)
    {
        var database = new FileInfo(Path.Combine(folder, "tocsin.db"));
        var size = database.Exists ? database.Length : 0;
        return DiskSpace.FreeAt(folder) switch
        {
            null => new Finding(FindingLevel.Skipped, folder, "the system does not say how much room its disk has"),
            { } free when free < TooFewBytes => new Finding(FindingLevel.Error, folder, $"its disk has {Amount.Bytes(free)} left: what comes cannot be kept soon", "free some room, or give the server another disk"),
            { } free when free < FewBytes || free < 2 * size => new Finding(
                FindingLevel.Warning, folder, $"its disk has {Amount.Bytes(free)} left; the state takes {Amount.Bytes(size)}, and a backup as much again", "free some room"),
            { } free => new Finding(FindingLevel.Ok, folder, $"its disk has {Amount.Bytes(free)} left"),
        };
    }
}
