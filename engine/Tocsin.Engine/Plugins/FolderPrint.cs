namespace Tocsin.Engine.Plugins;

/// <summary>Tells whether the code in a folder changed: names, sizes and times of its files. Cheap enough to be taken every few seconds.</summary>
internal readonly record struct FolderPrint(int Files, long Bytes, int Hash)
{
    /// <exception cref="IOException">The folder cannot be read, perhaps because it is being changed.</exception>
    public static FolderPrint Of(string folder)
    {
        var hash = 0;
        var (files, bytes) = (0, 0L);
        foreach (var file in PluginFiles.In(folder))
        {
            files++;
            bytes += file.Length;

            // The order in which files are listed does not matter.
            hash ^= HashCode.Combine(file.FullName, file.Length, file.LastWriteTimeUtc.Ticks);
        }

        return new FolderPrint(files, bytes, hash);
    }
}
