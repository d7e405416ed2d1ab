using System.Text.RegularExpressions;
using Tocsin.Engine.Configuration;
using Tocsin.Engine.Sources;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Scripts;

/// <summary>Checks files of sources without a server.</summary>
internal static partial class SourceCheck
{
    private const string Folder = "sources";

    /// <summary>True for files of a folder <c>sources</c>, and for those with a key that only sources have.</summary>
    public static bool IsSourceFile(string file)
    {
        var text = TextFile.Read(file);
        return KindKey().IsMatch(text) && (Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))) == Folder || OwnKey().IsMatch(text));
    }

    /// <summary>All that is wrong, each with file and place; warnings too.</summary>
    public static IReadOnlyList<ConfigProblem> Check(string file, SourceKinds kinds)
    {
        var parsed = SourceFile.Parse(TextFile.Read(file), file);
        return [.. parsed.Problems, .. parsed.Entries.SelectMany(entry => entry.Check(kinds))];
    }

    [GeneratedRegex("""^(- |  )?"?kind"?\s*:""", RegexOptions.Multiline)]
    private static partial Regex KindKey();

    [GeneratedRegex("""^(- |  )?"?(auth|points|limits)"?\s*:""", RegexOptions.Multiline)]
    private static partial Regex OwnKey();
}
