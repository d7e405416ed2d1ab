using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Tocsin.Engine.Plugins;

/// <summary>Reads what an assembly refers to from its file, without loading it: libraries are large, and many are never used.</summary>
internal static class PluginParts
{
    /// <param name="wanted">The version that is referred to.</param>
    /// <param name="references">What the assembly refers to.</param>
    /// <returns>False when it is another file, or of an earlier version.</returns>
    public static bool TryReadReferences(string path, Version? wanted, [NotNullWhen(true)] out IReadOnlyList<AssemblyName>? references)
    {
        references = null;
        if (!File.Exists(path))
            return false;
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            if (!file.HasMetadata)
                return false;
            var metadata = file.GetMetadataReader();
            if (!metadata.IsAssembly || metadata.GetAssemblyDefinition().Version < wanted)
                return false;
            references = [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())];
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
