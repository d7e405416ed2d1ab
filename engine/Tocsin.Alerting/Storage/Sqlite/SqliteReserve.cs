namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>
/// A file that does nothing but take room. When the disk is full it is removed: that is the room in which the log can be emptied into the
/// database. Made again when there is enough. Safe for any thread.
/// </summary>
internal sealed class SqliteReserve(string folder, long bytes)
{
    public const string FileName = "tocsin.reserve";

    /// <summary>How much of a small disk is taken at most: one part of so many.</summary>
    private const int PartOfDisk = 16;

    private readonly object _gate = new();
    private readonly string _path = Path.Combine(folder, FileName);
    private readonly long _size = Math.Min(bytes, (DiskSpace.TotalAt(folder) ?? long.MaxValue) / PartOfDisk);
    private bool _wasReleased;

    /// <summary>The room it takes now.</summary>
    public long Bytes
    {
        get
        {
            var file = new FileInfo(_path);
            return file.Exists ? file.Length : 0;
        }
    }

    /// <summary>True since the disk was full and as long as there is no room for a new reserve.</summary>
    public bool IsUsed => Volatile.Read(ref _wasReleased);

    /// <summary>Gives its room to whoever is quick.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Release()
    {
        lock (_gate)
        {
            if (_size <= 0)
                return false;
            _wasReleased = true;
            var had = Bytes > 0;
            File.Delete(_path);
            return had;
        }
    }

    /// <summary>Makes it when it is not there and the disk has twice its room.</summary>
    public void Restore()
    {
        lock (_gate)
        {
            if (_size <= 0 || Bytes == _size || DiskSpace.FreeAt(folder) is not { } free || free < 2 * _size)
                return;
            try
            {
                Write();
                _wasReleased = false;
            }
            catch (IOException)
            {
                // Somebody else was quicker: half a reserve would only keep the room from him.
                File.Delete(_path);
            }
        }
    }

    // With the room set aside by the file system: a file that is only long takes none.
    private void Write()
    {
        using var file = PrivateFile.Open(_path, FileMode.Create, FileAccess.Write, FileShare.None, _size);
        file.SetLength(_size);
    }
}
