using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Tocsin.Alerting.Foreign;

/// <summary>The load contexts of foreign code, as long as they are in memory. Safe for any thread.</summary>
public static class ForeignContexts
{
    private static readonly ConditionalWeakTable<AssemblyLoadContext, ForeignCode> Known = [];

    /// <summary>Notes what is loaded into a context.</summary>
    public static void Add(AssemblyLoadContext context, ForeignCode code) => Known.Add(context, code);

    /// <summary>The foreign code that an assembly is part of; null for the server's own and the framework's.</summary>
    public static ForeignCode? CodeOf(Assembly assembly) => AssemblyLoadContext.GetLoadContext(assembly) is { } context ? CodeOf(context) : null;

    /// <summary>The same for what is in a context.</summary>
    internal static ForeignCode? CodeOf(AssemblyLoadContext context) => Known.TryGetValue(context, out var code) ? code : null;
}
