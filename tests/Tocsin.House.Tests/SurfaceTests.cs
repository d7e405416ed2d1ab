using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Tocsin.House.Tests;

/// <summary>
/// Public is what crosses: a type of the language or the engine is public when another project uses it, or when one that is used shows it. All
/// else is internal, so that a change of it concerns one project only. What plugins see is approved line by line: <see cref="SdkSurfaceTests"/>.
/// </summary>
public sealed class SurfaceTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] Shared =
        ["Tocsin.Dsl", "Tocsin.Influx", "Tocsin.Alerting", "Tocsin.Pipelines", "Tocsin.Inputs", "Tocsin.Engine", "Tocsin.Scripting", "Tocsin.Storage.Postgres"];

    // Read whole, or seen by code that is not here: the nodes of a syntax tree, and what a C# script finds.
    private static readonly string[] Reviewed = ["Tocsin.Dsl.Syntax.", "Tocsin.Scripting.Handlers.HandlerGlobals"];

    private static readonly string[] Users = [.. Shared, "tocsin"];

    public static TheoryData<string> Projects => [.. Shared];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Public_types_are_used_by_another_project(string project)
    {
        var assembly = Assembly.Load(project);
        var used = Users.Where(user => user != project).SelectMany(user => UsedBy(user, project)).ToHashSet(StringComparer.Ordinal);
        var needed = new HashSet<Type>();
        foreach (var type in assembly.GetTypes().Where(type => used.Contains(type.FullName!)))
            Need(type, assembly, needed);

        var own = assembly.GetExportedTypes().Where(type => !needed.Contains(type) && !HoldsOnlyConstants(type)).Select(type => type.FullName!)
            .Where(name => !Reviewed.Any(reviewed => name.StartsWith(reviewed, StringComparison.Ordinal))).Order(StringComparer.Ordinal);
        string.Join('\n', own).Should().BeEmpty("what only {0} itself uses is internal", project);
    }

    private static IEnumerable<string> UsedBy(string user, string project)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, user + ".dll")));
        var metadata = file.GetMetadataReader();
        return [.. metadata.TypeReferences.Where(handle => ProjectOf(metadata, handle) == project).Select(handle => NameOf(metadata, handle))];
    }

    private static string ProjectOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var scope = metadata.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => ProjectOf(metadata, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name),
            _ => "",
        };
    }

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
            return $"{NameOf(metadata, (TypeReferenceHandle)type.ResolutionScope)}+{name}";
        return $"{metadata.GetString(type.Namespace)}.{name}";
    }

    // A type that is used shows others: its base, its interfaces, and those in the signatures of what can be seen of it.
    private static void Need(Type? type, Assembly assembly, HashSet<Type> needed)
    {
        if (type is null || type.IsGenericParameter)
            return;
        if (type.HasElementType)
        {
            Need(type.GetElementType(), assembly, needed);
            return;
        }

        foreach (var argument in type.GenericTypeArguments)
            Need(argument, assembly, needed);
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        if (definition.Assembly != assembly || !needed.Add(definition))
            return;

        Type?[] shown = [definition.DeclaringType, definition.BaseType, .. definition.GetInterfaces(), .. definition.GetMembers(Declared).SelectMany(Signature)];
        foreach (var other in shown)
            Need(other, assembly, needed);
    }

    private static IEnumerable<Type> Signature(MemberInfo member) => member switch
    {
        FieldInfo { IsPublic: true } or FieldInfo { IsFamily: true } or FieldInfo { IsFamilyOrAssembly: true } => [((FieldInfo)member).FieldType],
        MethodBase method when method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly =>
        [
            .. method.GetParameters().Select(parameter => parameter.ParameterType), .. method is MethodInfo { ReturnType: var result } ? [result] : Array.Empty<Type>(),
            .. method.IsGenericMethod ? method.GetGenericArguments().SelectMany(argument => argument.GetGenericParameterConstraints()) : [],
        ],
        _ => [],
    };

    // The compiler writes constants where they are used and leaves no trace of where they come from.
    private static bool HoldsOnlyConstants(Type type) => type.IsAbstract && type.IsSealed
        && type.GetMembers(Declared).All(member => member is FieldInfo { IsLiteral: true });
}
