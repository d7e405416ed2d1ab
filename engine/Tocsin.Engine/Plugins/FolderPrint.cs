using System.IO.Enumeration;

namespace Tocsin.Engine.Plugins;

/// <summary>
/// Tells whether the code in a folder changed: names, sizes and times of its files. Cheap enough to be taken every few seconds. Other
/// files do not count, as a plugin may write some of its own.
/// </summary>
internal readonly record struct FolderPrint(int Files, long Bytes, int Hash)
{
    private static readonly string[] Endings = [".dll", ".pdb", ".xml", ".deps.json", ".so", ".dylib"];

    private static readonly EnumerationOptions AllLevels = new() { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = 0 };

    /// <summary>The files of a folder and of those in it. Links to folders are not followed: two that lead back to their own would never end.</summary>
    public static IEnumerable<FileInfo> FilesOf(string folder) => new FileSystemEnumerable<FileInfo>(
        folder, static (ref FileSystemEntry entry) => (FileInfo)entry.ToFileSystemInfo(), AllLevels)
    {
        ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory,
        ShouldRecursePredicate = static (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
    };

    /// <summary>True for files that a plugin is loaded from; native libraries may have a version at the end of their names.</summary>
    public static bool IsCode(string file) =>
        Array.Exists(Endings, ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) || file.Contains(".so.", StringComparison.Ordinal);

    /// <exception cref="IOException">The folder cannot be read, perhaps because it is being changed.</exception>
    public static FolderPrint Of(string folder)
    {
        var hash = 0;
        var (files, bytes) = (0, 0L);
        foreach (var file in FilesOf(folder))
        {
            if (!IsCode(file.Name))
                continue;
            files++;
            bytes += file.Length;

            // The order in which files are listed does not matter.
            hash ^= HashCode.Combine(file.FullName, file.Length, file.LastWriteTimeUtc.Ticks);
        }

        return new FolderPrint(files, bytes, hash);
    }
}
