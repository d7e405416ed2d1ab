using System.Collections;
using System.ComponentModel;
using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.Loader;

namespace Tocsin.Alerting.Foreign;

/// <summary>
/// Caches of .NET that remember types for ever, and with them the code of a plugin or script that was replaced. Those that can be cleared
/// are filled again by whoever uses them; so all but the old code pay with a moment's work. Safe for any thread.
/// </summary>
public static class FrameworkCaches
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    // What cannot be cleared: the assembly of .NET that code refers to, and what its author calls it.
    private static readonly Dictionary<string, string> Kept = new(StringComparer.Ordinal)
    {
        ["Microsoft.CSharp"] = "that of 'dynamic' in C#",
        ["System.ComponentModel.TypeConverter"] = "that of TypeDescriptor.GetConverter",
        ["System.Runtime.Serialization.Json"] = "that of DataContractJsonSerializer",
    };

    /// <summary>Clears what can be cleared: the caches that also hot reload clears, of System.Text.Json among them, and those of TypeDescriptor and Validator.</summary>
    /// <param name="replaced">The contexts of code that is not used any more.</param>
    public static void Clear(IReadOnlyCollection<AssemblyLoadContext> replaced)
    {
        foreach (var assembly in AssemblyLoadContext.Default.Assemblies)
        {
            foreach (var handler in assembly.GetCustomAttributes<MetadataUpdateHandlerAttribute>())
                Try(() => handler.HandlerType.GetMethod("ClearCache", Any, [typeof(Type[])])?.Invoke(null, [null]));
            if (assembly.GetType("System.ComponentModel.DataAnnotations.ValidationAttributeStore") is { } validated)
                Try(() => Forget(ValueOf(validated, validated.GetProperty("Instance", Any)?.GetValue(null), "_typeStoreItems"), replaced));
        }

        Try(() => ForgetDescribedTypes(replaced));
    }

    /// <summary>The caches that may hold code for ever, as what it refers to tells; empty when none is known.</summary>
    public static IReadOnlyList<string> KeptFor(IEnumerable<Assembly> assemblies) =>
    [
        .. assemblies.SelectMany(assembly => assembly.GetReferencedAssemblies()).Select(reference => reference.Name)
            .Distinct().Select(name => name is null ? null : Kept.GetValueOrDefault(name)).OfType<string>().Order(StringComparer.Ordinal),
    ];

    /// <summary>Why code is still in memory that nothing of the server uses, for people.</summary>
    /// <param name="kept">What <see cref="KeptFor"/> said.</param>
    /// <param name="held">What its author may have left behind.</param>
    public static string WhyHeld(IReadOnlyList<string> kept, string held) => kept.Count == 0
        ? $"{held}; serializers and other caches of .NET that could hold it have been cleared"
        : $"a cache of .NET holds it that cannot be cleared, {string.Join(" or ", kept)}, which it uses; or {held}";

    // Every type that was ever described stands in two tables, even after all else was cleared. Another version of .NET may have them
    // elsewhere: then what is described stays, and is told.
    private static void ForgetDescribedTypes(IReadOnlyCollection<AssemblyLoadContext> replaced)
    {
        Forget(ValueOf(typeof(TypeDescriptor), null, "s_defaultProviderInitialized"), replaced);
        if (ValueOf(typeof(TypeDescriptor), null, "s_providerTable") is not IDictionary providers)
            return;
        foreach (var node in providers.Values)
        {
            for (var at = node; at is not null; at = ValueOf(at.GetType(), at, "Next"))
            {
                if (ValueOf(at.GetType(), at, "Provider") is { } provider)
                    Forget(ValueOf(provider.GetType(), provider, "_typeData"), replaced);
            }
        }
    }

    private static void Forget(object? table, IReadOnlyCollection<AssemblyLoadContext> replaced)
    {
        if (table is not IDictionary described)
            return;
        foreach (var type in described.Keys.OfType<Type>().Where(IsReplaced).ToArray())
            described.Remove(type);

        bool IsReplaced(Type type) => AssemblyLoadContext.GetLoadContext(type.Assembly) is { } context && replaced.Contains(context);
    }

    private static object? ValueOf(Type type, object? instance, string field) => type.GetField(field, Any)?.GetValue(instance);

    // These are parts of .NET that nobody promised: a table may change while it is read, or be another one day. Then it is tried again, and
    // told in the end.
    private static void Try(Action clear)
    {
        try
        {
            clear();
        }
        catch (Exception e) when (e is TargetInvocationException or InvalidOperationException or ArgumentException or NotSupportedException or InvalidCastException)
        {
            // As said.
        }
    }
}
