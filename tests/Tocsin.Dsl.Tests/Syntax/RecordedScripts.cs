using System.Reflection;

namespace Tocsin.Dsl.Tests.Syntax;

/// <summary>The scripts of the repository: the recorded cases and the examples.</summary>
internal static class RecordedScripts
{
    private static readonly string[] Folders = ["tests/Conformance", "examples"];

    private static readonly string Root = typeof(RecordedScripts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>The texts, in the order of their paths.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.tick", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(File.ReadAllText),
    ];

    /// <summary>All texts, and as many made from them by slips of the keyboard; the same ones each time.</summary>
    public static IEnumerable<string> WithMutants(int count)
    {
        var random = new Random(20200101);
        return All.Concat(Enumerable.Range(0, count).Select(_ => ScriptSamples.Mutate(All[random.Next(All.Count)], random)));
    }
}
