using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Tocsin.Alerting.Configuration.Reading;

namespace Tocsin.Scripting.Compiling;

/// <summary>Finds the assemblies of <c>#r</c>: a .dll by its path, absolute or from the folder of the file it stands in, or one of the framework by its name.</summary>
internal sealed class LocalReferences(string folder) : MetadataReferenceResolver
{
    /// <summary>Of an assembly.</summary>
    public const int MostBytes = 128 * 1024 * 1024;

    private readonly Dictionary<string, string> _read = new(StringComparer.Ordinal);

    public IEnumerable<ReadFile> Files => _read.Select(file => ReadFile.OfAssembly(file.Key, file.Value));

    /// <summary>The paths by the names of the assemblies.</summary>
    public Dictionary<string, string> Paths { get; } = new(StringComparer.OrdinalIgnoreCase);

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        if (CsxReferences.IsFramework(reference))
            return [.. CsxReferences.All.OfType<PortableExecutableReference>().Where(known => Path.GetFileNameWithoutExtension(known.FilePath) == reference)];

        var full = Path.GetFullPath(reference, LocalSources.BaseOf(baseFilePath, folder));
        if (!File.Exists(full))
        {
            _read[full] = "";
            return [];
        }

        var content = RegularFile.ReadBytes(full, MostBytes);
        _read[full] = ContentHash.Of(content);
        Paths[Path.GetFileNameWithoutExtension(full)] = full;
        return [MetadataReference.CreateFromImage(content, properties, filePath: full)];
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => folder.GetHashCode(StringComparison.Ordinal);
}
