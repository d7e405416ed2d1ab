using System.Reflection;
using System.Reflection.Metadata;

namespace Tocsin.Alerting.Crashes;

/// <summary>Finds calls that end the process in the code of an assembly, without running any of it.</summary>
internal static class ExitCalls
{
    /// <summary>True when the assembly can call <c>Environment.Exit</c>, other than by reflection.</summary>
    public static unsafe bool AreIn(Assembly assembly)
    {
        if (assembly.IsDynamic || !assembly.TryGetRawMetadata(out var blob, out var length))
            return false;
        var reader = new MetadataReader(blob, length);
        return reader.MemberReferences.Select(reader.GetMemberReference).Any(member =>
            reader.StringComparer.Equals(member.Name, nameof(Environment.Exit))
            && member.Parent.Kind == HandleKind.TypeReference
            && IsEnvironment(reader, reader.GetTypeReference((TypeReferenceHandle)member.Parent)));
    }

    private static bool IsEnvironment(MetadataReader reader, TypeReference type) =>
        reader.StringComparer.Equals(type.Name, nameof(Environment)) && reader.StringComparer.Equals(type.Namespace, nameof(System));
}
