using System.Globalization;
using Tocsin.Alerting.Storage;

namespace Tocsin.Engine.Plugins;

/// <summary>
/// Copies of plugin folders that a server loads its plugins from: whatever becomes of a folder later, the plugin never gets parts of another
/// version. They go with the server; those of one that was killed go at the next start, which knows them by a lock that nobody holds. Not
/// safe for several threads at once.
/// </summary>
internal sealed class PluginCopies : IDisposable
{
    private const string LockEnding = ".lock";

    private readonly string _folder;
    private readonly string _run;
    private FileStream? _lock;
    private int _count;

    /// <summary>Deletes what runs left that were killed.</summary>
    /// <param name="folder">Holds the copies of each run; need not exist.</param>
    public PluginCopies(string folder)
    {
        _folder = Path.GetFullPath(folder);
        _run = Path.Combine(_folder, Path.GetRandomFileName());
        foreach (var run in Runs())
            DeleteUnlessHeld(run);
    }

    /// <summary>Copies the code in a plugin's folder.</summary>
    /// <exception cref="IOException">It cannot be copied.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public PluginCopy Copy(string plugin)
    {
        Begin();
        var number = (++_count).ToString(CultureInfo.InvariantCulture);
        var copy = new PluginCopy(Path.Combine(_run, number, Path.GetFileName(plugin)));
        try
        {
            Directory.CreateDirectory(copy.Folder);
            foreach (var file in PluginFiles.In(plugin))
                Copy(file, Path.Combine(copy.Folder, Path.GetRelativePath(plugin, file.FullName)));

            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_lock is null)
            return;
        var isDeleted = TryDelete(_run);
        _lock.Dispose();
        _lock = null;
        if (isDeleted)
            File.Delete(_run + LockEnding);
    }

    private static void Copy(FileInfo file, string target)
    {
        var content = file.Attributes.HasFlag(FileAttributes.ReparsePoint) ? file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file : file;

        var folder = Path.GetDirectoryName(target) ?? target;
        if (!Directory.Exists(folder))
            Directory.CreateDirectory(folder);

        // A pipe has no length, and opening it could wait for ever.
        if (content.Length > 0)
            content.CopyTo(target);
        else
            File.WriteAllBytes(target, []);
    }

    private void Begin()
    {
        if (_lock is not null)
            return;
        PrivateFile.CreateFolder(_folder);

        // The system takes it away from whoever dies.
        _lock = PrivateFile.Open(_run + LockEnding, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    private string[] Runs()
    {
        try
        {
            return Directory.Exists(_folder) ? [.. Directory.GetFiles(_folder, "*" + LockEnding).Select(path => path[..^LockEnding.Length])] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where nothing can be read, nothing can be copied to either, and that is told.
            return [];
        }
    }

    private static void DeleteUnlessHeld(string run)
    {
        try
        {
            bool isDeleted;
            using (new FileStream(run + LockEnding, FileMode.Open, FileAccess.Write, FileShare.None))
                isDeleted = TryDelete(run);
            if (isDeleted)
                File.Delete(run + LockEnding);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another server is at work there.
        }
    }

    /// <returns>False when the system keeps files of code that is still loaded.</returns>
    private static bool TryDelete(string run)
    {
        try
        {
            if (Directory.Exists(run))
                Directory.Delete(run, recursive: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
