using System.Reflection;

namespace Tocsin.EndToEnd;

/// <summary>Where the build put things.</summary>
internal static class Built
{
    public static string Server => Path.GetFullPath(Metadata("ServerAssembly"));

    public static string Example(params string[] path) => Path.GetFullPath(Path.Combine([Metadata("Examples"), .. path]));

    public static string Doc(string name) => Path.GetFullPath(Path.Combine(Metadata("Docs"), name));

    /// <summary>The folder of the page.</summary>
    public static string Web(params string[] path) => Path.GetFullPath(Path.Combine([Metadata("Web"), .. path]));

    private static string Metadata(string key) => typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value ?? throw new InvalidOperationException($"{key} is empty");
}
