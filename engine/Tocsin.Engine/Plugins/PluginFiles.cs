using System.IO.Enumeration;

namespace Tocsin.Engine.Plugins;

/// <summary>The files that a plugin is loaded from. Others do not count, as a plugin may write some of its own into its folder.</summary>
internal static class PluginFiles
{
    private static readonly string[] Endings = [".dll", ".pdb", ".xml", ".deps.json", ".so", ".dylib"];

    private static readonly EnumerationOptions AllLevels = new() { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = 0 };

    /// <summary>Those in a folder and in the folders in it. Links to folders are not followed: two that lead back to their own would never end.</summary>
    /// <exception cref="IOException">The folder cannot be read, perhaps because it is being changed.</exception>
    public static IEnumerable<FileInfo> In(string folder) => new FileSystemEnumerable<FileInfo>(
        folder, static (ref FileSystemEntry entry) => (FileInfo)entry.ToFileSystemInfo(), AllLevels)
    {
        ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory && IsCode(entry.FileName),
        ShouldRecursePredicate = static (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
    };

    // Native libraries may have a version at the end of their names.
    private static bool IsCode(ReadOnlySpan<char> file)
    {
        foreach (var ending in Endings)
        {
            if (file.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return file.Contains(".so.", StringComparison.Ordinal);
    }
}
