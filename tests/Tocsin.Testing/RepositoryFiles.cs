namespace Tocsin.Testing;

/// <summary>Files of the repository that the tests were built in.</summary>
public static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    /// <param name="path">Relative to the root, with slashes.</param>
    public static string PathOf(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Engine.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("there is no Engine.sln above the tests");
        return folder;
    }
}
