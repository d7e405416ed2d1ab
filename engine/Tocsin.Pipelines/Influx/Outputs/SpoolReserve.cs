using Microsoft.Win32.SafeHandles;
using Tocsin.Alerting.Storage;

namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>
/// A file that does nothing but take room: as much as what waits in memory needs on disk, and what tasks hold that is on its way there. At the end of
/// the server it gives that up bit by bit, so that all of it can be kept on a full disk too. For one thread at a time.
/// </summary>
/// <param name="folder">Its folder, which is made with it.</param>
/// <param name="mostAhead">The most room for what is on its way: it is less on a small disk. 0 for no reserve.</param>
internal sealed class SpoolReserve(string folder, long mostAhead)
{
    public const string FileName = "reserve";

    /// <summary>It grows by so much.</summary>
    private const int Step = 1024 * 1024;

    /// <summary>How much of a small disk is taken for what is on its way: one part of so many.</summary>
    private const int PartOfDisk = 16;

    /// <summary>What a folder and a new file take beside their content.</summary>
    private const int RoomForFile = 64 * 1024;

    private readonly string _path = Path.Combine(folder, FileName);
    private FileStream? _file;
    private long _ahead;
    private long _bytes;

    /// <summary>Has room for what waits in memory and what is on its way there; false when the disk has not.</summary>
    public bool TryCover(long inMemory)
    {
        if (mostAhead == 0 || (_file is not null && _bytes >= inMemory + _ahead))
            return true;
        try
        {
            _file ??= Open();
            return _bytes >= inMemory + _ahead || TryGrow(_file.SafeFileHandle, (inMemory + _ahead - _bytes + Step - 1) / Step * Step);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Gives room for so many bytes to whoever is quick; false when it has none.</summary>
    /// <exception cref="IOException">It cannot be made smaller.</exception>
    public bool TryGive(long bytes)
    {
        if (_file is null || _bytes == 0)
            return false;
        _bytes = Math.Max(0, _bytes - bytes - RoomForFile);
        RandomAccess.SetLength(_file.SafeFileHandle, _bytes);
        return true;
    }

    /// <summary>Takes the file away.</summary>
    /// <exception cref="IOException">It cannot be.</exception>
    public void End()
    {
        if (_file is null)
            return;
        _file.Dispose();
        File.Delete(_path);
    }

    private FileStream Open()
    {
        PrivateFile.CreateFolder(folder);
        _ahead = Math.Min(mostAhead, (DiskSpace.TotalAt(folder) ?? long.MaxValue) / PartOfDisk);
        var file = PrivateFile.Open(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        _bytes = file.Length;
        return file;
    }

    // With bytes that no file system makes less of: a file that is only long takes no room. Never the last of the disk, which others need more.
    private bool TryGrow(SafeFileHandle file, long bytes)
    {
        if (DiskSpace.FreeAt(folder) is { } free && free < bytes + Step)
            return false;
        var (before, filling) = (_bytes, new byte[Step]);
        try
        {
            for (; _bytes < before + bytes; _bytes += Step)
            {
                Random.Shared.NextBytes(filling);
                RandomAccess.Write(file, filling, _bytes);
            }

            return true;
        }
        catch (IOException)
        {
            RandomAccess.SetLength(file, _bytes = before);
            return false;
        }
    }
}
