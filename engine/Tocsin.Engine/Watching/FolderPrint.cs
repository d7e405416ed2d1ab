namespace Tocsin.Engine.Watching;

/// <summary>Tells whether files of a folder changed: names, sizes and times of its files. Cheap enough to be taken every few seconds.</summary>
internal readonly record struct FolderPrint(int Files, long Bytes, int Hash)
{
    /// <exception cref="IOException">They cannot be read, perhaps because they are being changed.</exception>
    public static FolderPrint Of(IEnumerable<FileInfo> files)
    {
        var hash = 0;
        var (count, bytes) = (0, 0L);
        foreach (var file in files)
        {
            count++;
            bytes += file.Length;

            // The order in which files are listed does not matter.
            hash ^= HashCode.Combine(file.FullName, file.Length, file.LastWriteTimeUtc.Ticks);
        }

        return new FolderPrint(count, bytes, hash);
    }
}
