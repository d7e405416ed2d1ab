using System.Collections.Concurrent;
using System.Reflection;

namespace Tocsin.Dsl.Binding;

/// <summary>The comments of the assemblies that are loaded from files. They are read when first asked for.</summary>
internal static class DocumentationComments
{
    private static readonly ConcurrentDictionary<Assembly, DocumentationFile> Loaded = new();

    /// <summary>The summary of a class, property or method; empty where there is none.</summary>
    public static Lazy<string> SummaryOf(MemberInfo member) => new(() => Of(member).Summary);

    /// <summary>The comment on a class, property, method or constructor.</summary>
    public static DocumentationComment Of(MemberInfo member) => FileOf(member.Module.Assembly).Of(member);

    // A collectible assembly must not be held here after its plugin is gone.
    private static DocumentationFile FileOf(Assembly assembly) =>
        assembly.IsCollectible ? DocumentationFile.Beside(assembly) : Loaded.GetOrAdd(assembly, DocumentationFile.Beside);
}
