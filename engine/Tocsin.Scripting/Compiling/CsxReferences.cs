using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;
using Tocsin.Sdk;

namespace Tocsin.Scripting.Compiling;

/// <summary>What every script may use without asking: the framework, the SDK and the globals of scripts. The engine is not among it.</summary>
internal static class CsxReferences
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> LazyAll = new(Find);

    public static IReadOnlyList<MetadataReference> All => LazyAll.Value;

    public static bool IsFramework(string name) => File.Exists(Path.Combine(FrameworkFolder, name + ".dll"));

    private static string FrameworkFolder => Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";

    private static List<MetadataReference> Find()
    {
        var own = new[] { typeof(AlertEvent).Assembly, typeof(CsxReferences).Assembly }.Select(OfLoaded);
        return [.. FrameworkFiles().Select(file => (MetadataReference)MetadataReference.CreateFromFile(file)), .. own];
    }

    private static IEnumerable<string> FrameworkFiles()
    {
        var framework = Path.GetFullPath(FrameworkFolder);
        if (FrameworkFolder.Length == 0)
            throw new CsxException("C# scripts need the files of .NET: publish the server without PublishSingleFile");

        // The program's own assemblies stand there too when it was published with its own .NET.
        var trusted = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        return trusted.Split(Path.PathSeparator).Where(path => Path.GetDirectoryName(path) == framework && IsOfFramework(Path.GetFileNameWithoutExtension(path)));
    }

    private static bool IsOfFramework(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) || name is "System" or "mscorlib" or "netstandard" or "Microsoft.CSharp" or "Microsoft.Win32.Primitives";

    private static unsafe PortableExecutableReference OfLoaded(Assembly assembly)
    {
        if (!assembly.TryGetRawMetadata(out var start, out var length))
            throw new CsxException($"C# scripts cannot be compiled: {assembly.GetName().Name} has no metadata");
        return AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((nint)start, length)).GetReference(filePath: assembly.GetName().Name + ".dll");
    }
}
