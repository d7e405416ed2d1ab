using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Tocsin.Alerting.Configuration;

namespace Tocsin.Scripting.Compiling;

/// <summary>Finds the files of <c>#load</c>: a path, absolute or from the folder of the file it stands in. Remembers what was looked for.</summary>
internal sealed class LocalSources(string folder) : SourceFileResolver([], folder)
{
    private readonly string _folder = folder;
    private readonly Dictionary<string, string> _read = new(StringComparer.Ordinal);

    public IEnumerable<ReadFile> Files => _read.Select(file => new ReadFile(file.Key, file.Value));

    public override string? ResolveReference(string path, string? baseFilePath)
    {
        var full = Path.GetFullPath(path, BaseOf(baseFilePath, _folder));
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
