using Tocsin.Alerting.Configuration;

namespace Tocsin.Scripting.Compiling;

/// <summary>A file that took part in a compilation.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Hash">Of what was read; empty when there was no such file.</param>
internal readonly record struct ReadFile(string Path, string Hash)
{
    /// <summary>Whether the file still holds what was read.</summary>
    public bool IsAsRead() => HashNow(Path) == Hash;

    /// <summary>The file as it is now.</summary>
    public static ReadFile Of(string path) => new(path, HashNow(path));

    private static string HashNow(string path)
    {
        try
        {
            return ContentHash.Of(RegularFile.ReadBytes(path, LocalReferences.MostBytes));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
