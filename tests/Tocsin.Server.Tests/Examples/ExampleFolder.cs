using System.Runtime.CompilerServices;

namespace Tocsin.Server.Tests.Examples;

/// <summary>One folder of examples: the commands its README tells, and what they are to print.</summary>
internal sealed class ExampleFolder(string path)
{
    private const string Prompt = "$ ";

    public static string Root { get; } = Path.Combine(RepositoryRoot(), "examples");

    /// <summary>The plugins that the build puts beside the server, of the configuration that the tests were built with.</summary>
    public static string Plugins { get; } = Path.Combine(
        RepositoryRoot(), "engine", "Tocsin.Server", Path.GetRelativePath(TestProject(), AppContext.BaseDirectory), "plugins");

    /// <summary>Where the build puts the plugin of <c>examples/plugin-template</c>; holds the folder of that plugin.</summary>
    public static string PluginTemplate => PluginsFor("plugin-template");

    public string ExpectedFile => Path.Combine(path, "expected.txt");

    public static string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>The plugin that an example is, as its own build puts it; the server's for all others.</summary>
    public static string PluginsFor(string name) => Directory.EnumerateFiles(PathOf(name), "*.csproj", SearchOption.AllDirectories)
        .Select(project => Path.GetDirectoryName(project)!) // A file has a folder.
        .FirstOrDefault(project => !project.EndsWith(".Tests", StringComparison.Ordinal)) is { } project
            ? Path.Combine(project, OutputFolder)
            : Plugins;

    /// <summary>Where the build puts a project of the repository; holds one folder, as if it were a folder of plugins.</summary>
    public static string OutputOf(string project) => Path.Combine(RepositoryRoot(), project, OutputFolder);

    /// <summary>The lines of the README that run a script.</summary>
    public IEnumerable<string> Runs =>
        File.ReadLines(Path.Combine(path, "README.md")).Where(line => line.StartsWith("tocsin run ", StringComparison.Ordinal));

    /// <summary>A command as it runs from anywhere: names of files become paths.</summary>
    public string[] ArgumentsOf(string command) =>
    [
        .. command.Split(' ')[1..].Select(word => Path.Exists(Path.Combine(path, word)) ? Path.Combine(path, word) : word),
        "--plugins", PluginsFor(Path.GetFileName(path)),
    ];

    /// <summary>What people want to compare: events, where requests go, the count; not the bodies of requests.</summary>
    public static string Transcript(string command, string output)
    {
        var lines = output.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => !line.StartsWith("      ", StringComparison.Ordinal));
        return $"{Prompt}{command}\n{string.Join('\n', lines)}";
    }

    // Of the configuration that the tests were built with, such as bin/Debug.
    private static string OutputFolder { get; } =
        Path.GetDirectoryName(Path.GetRelativePath(TestProject(), AppContext.BaseDirectory).TrimEnd('/', '\\'))!;

    private static string TestProject([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "../.."));

    private static string RepositoryRoot() => Path.GetFullPath(Path.Combine(TestProject(), "../.."));
}
