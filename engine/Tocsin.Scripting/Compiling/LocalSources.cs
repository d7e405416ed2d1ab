using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Tocsin.Alerting.Configuration.Reading;

namespace Tocsin.Scripting.Compiling;

/// <summary>Finds the files of <c>#load</c>: a path, absolute or from the folder of the file it stands in. Remembers what was looked for.</summary>
/// <param name="script">The script that is compiled; null for code of a definition.</param>
internal sealed class LocalSources(string folder, string? script) : SourceFileResolver([], folder)
{
    private readonly string _folder = folder;
    private readonly Dictionary<string, string> _read = new(StringComparer.Ordinal);

    public IEnumerable<ReadFile> Files => _read.Select(file => ReadFile.OfSource(file.Key, file.Value));

    /// <summary>The file that loads the script itself; null when none does.</summary>
    public string? LoadsScript { get; private set; }

    public override string? ResolveReference(string path, string? baseFilePath)
    {
        var full = Path.GetFullPath(path, BaseOf(baseFilePath, _folder));
        if (full == script)
            LoadsScript ??= baseFilePath ?? full;
        if (File.Exists(full))
            return full;
        _read[full] = "";
        return null;
    }

    public override SourceText ReadText(string resolvedPath)
    {
        var content = RegularFile.ReadBytes(resolvedPath);
        _read[resolvedPath] = ContentHash.Of(content);
        var text = SourceText.From(content, content.Length, canBeEmbedded: true);
        return CsxLimits.Check(resolvedPath, text) is { } excess ? throw new CsxException(excess) : text;
    }

    /// <summary>Where a relative path begins.</summary>
    public static string BaseOf(string? file, string folder) =>
        file is not null && Path.IsPathFullyQualified(file) ? Path.GetDirectoryName(file) ?? folder : folder;
}
