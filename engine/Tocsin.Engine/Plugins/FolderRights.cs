namespace Tocsin.Engine.Plugins;

/// <summary>Says who could change what is loaded.</summary>
internal static class FolderRights
{
    /// <summary>The first of a folder of plugins, the folders in it and their files that everybody may write to; null when there is none, or that cannot be said.</summary>
    public static string? FirstOpen(string folder)
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(folder))
            return null;
        try
        {
            foreach (var path in new[] { folder }.Concat(PluginLoader.FoldersOf(folder).SelectMany(plugin => PluginFiles.In(plugin).Select(file => file.FullName).Prepend(plugin))))
            {
                if (File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherWrite))
                    return path;
            }

            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
