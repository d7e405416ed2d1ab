using System.Diagnostics.CodeAnalysis;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>The names a script has defined so far, and which of them it used.</summary>
internal sealed class Scope
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TextSpan> _unused = new(StringComparer.Ordinal);

    /// <summary>In the order of their definition.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>The declarations that nothing has used, in their order.</summary>
    public IEnumerable<KeyValuePair<string, TextSpan>> Unused => _unused.OrderBy(pair => pair.Value.Start);

    public bool Contains(string name) => _values.ContainsKey(name);

    /// <summary>Looks a name up, which then counts as used.</summary>
    public bool TryUse(string name, [NotNullWhen(true)] out object? value)
    {
        _unused.Remove(name);
        return _values.TryGetValue(name, out value);
    }

    public void Define(string name, object value) => _values[name] = value;

    /// <summary>Defines a name that is of no use unless something uses it.</summary>
    public void DefineToBeUsed(string name, object value, TextSpan declaration)
    {
        Define(name, value);
        _unused[name] = declaration;
    }
}
