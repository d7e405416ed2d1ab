namespace Tocsin.Engine.Trust;

/// <summary>Judges whether a path leads into a folder, wherever its dots lead.</summary>
internal static class FolderRule
{
    private static readonly StringComparison Comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>True for a path of something in the folder, or in a folder in it.</summary>
    public static bool IsBelow(string folder, string path) => Full(path) is { } full && full.StartsWith(WithEnd(Path.GetFullPath(folder)), Comparison);

    /// <summary>True for a path of the folder itself, or of something below it.</summary>
    public static bool IsIn(string folder, string path) => Full(path) is { } full && WithEnd(full).StartsWith(WithEnd(Path.GetFullPath(folder)), Comparison);

    /// <summary>True for a path of something right in the folder.</summary>
    public static bool Holds(string folder, string path) =>
        Full(path) is { } full && Path.GetDirectoryName(full) is { } own && WithEnd(own).Equals(WithEnd(Path.GetFullPath(folder)), Comparison);

    private static string? Full(string path) => path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) ? null : Path.GetFullPath(path);

    private static string WithEnd(string folder) => Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar;
}
