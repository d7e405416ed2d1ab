namespace Tocsin.Dsl.Binding;

/// <summary>How names of nodes and properties are compared: the case of the first letter does not matter.</summary>
internal static class MemberNames
{
    public static bool Match(string a, string b) =>
        a.Length == b.Length && a.Length > 0 && char.ToUpperInvariant(a[0]) == char.ToUpperInvariant(b[0]) && a.AsSpan(1).SequenceEqual(b.AsSpan(1));

    /// <summary>The name as catalogs have it.</summary>
    public static string WithSmallFirst(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];
}
