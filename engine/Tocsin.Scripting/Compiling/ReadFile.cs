using Tocsin.Alerting.Configuration.Reading;

namespace Tocsin.Scripting.Compiling;

/// <summary>A file that took part in a compilation.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Hash">Of what was read; empty when there was no such file.</param>
/// <param name="MostBytes">How large a file of its kind may be: a larger one counts as one that is not there.</param>
internal readonly record struct ReadFile(string Path, string Hash, int MostBytes)
{
    /// <summary>Of a file of C#.</summary>
    public static ReadFile OfSource(string path, string hash) => new(path, hash, RegularFile.MostBytes);

    /// <summary>Of an assembly.</summary>
    public static ReadFile OfAssembly(string path, string hash) => new(path, hash, LocalReferences.MostBytes);

    /// <summary>A file of C# as it is now.</summary>
    public static ReadFile SourceNow(string path) => OfSource(path, HashNow(path, RegularFile.MostBytes));

    /// <summary>Whether the file still holds what was read.</summary>
    public bool IsAsRead() => HashNow(Path, MostBytes) == Hash;

    private static string HashNow(string path, int most)
    {
        try
        {
            return ContentHash.Of(RegularFile.ReadBytes(path, most));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
