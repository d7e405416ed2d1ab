using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Tocsin.Dsl.Text;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>The functions that an expression may call. Never changes; safe for any number of threads.</summary>
public sealed class FunctionCatalog
{
    /// <summary>The functions of the language.</summary>
    public static readonly FunctionCatalog Default = new(
    [
        .. MathFunctions.All, .. SpecialFunctions.All, .. ConversionFunctions.All, .. StringFunctions.All, .. TimeFunctions.All,
        .. GeneralFunctions.All, .. StatefulFunctions.All,
    ]);

    private readonly FrozenDictionary<string, FunctionDefinition> _byName;

    private FunctionCatalog(IEnumerable<FunctionDefinition> functions) =>
        _byName = functions.ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    /// <summary>All functions in the order of their names.</summary>
    public IEnumerable<FunctionDefinition> All => _byName.Values.OrderBy(function => function.Name, StringComparer.Ordinal);

    public bool TryFind(string name, [NotNullWhen(true)] out FunctionDefinition? function) => _byName.TryGetValue(name, out function);

    /// <summary>This catalog and more functions. One that is there already keeps its signatures and gains those of the new one.</summary>
    public FunctionCatalog With(params IEnumerable<FunctionDefinition> functions)
    {
        var all = new Dictionary<string, FunctionDefinition>(_byName);
        foreach (var function in functions)
        {
            all[function.Name] = all.TryGetValue(function.Name, out var known)
                ? known with { Signatures = [.. known.Signatures, .. function.Signatures], IsPure = known.IsPure && function.IsPure }
                : function;
        }

        return new FunctionCatalog(all.Values);
    }

    /// <summary>The known name nearest to an unknown one, or null where none is near.</summary>
    public string? Suggest(string name) => NearestName.Find(name, _byName.Keys);
}
