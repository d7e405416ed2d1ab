namespace Tocsin.Engine.Watching;

/// <summary>What tells a changed file from the one before without reading it; nothing for one that is not there. A folder is told by when files came and went.</summary>
internal readonly record struct FilePrint(string Target, long Length, long Ticks)
{
    public static FilePrint Of(string path)
    {
        try
        {
            // A folder changes when files come into it or leave it.
            if (Directory.Exists(path))
                return new FilePrint(path, 0, Directory.GetLastWriteTimeUtc(path).Ticks);

            var file = new FileInfo(path);

            // Mounted configuration is a link that one day leads to another file of the same age.
            if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
                file = target;
            return file.Exists ? new FilePrint(file.FullName, file.Length, file.LastWriteTimeUtc.Ticks) : default;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
