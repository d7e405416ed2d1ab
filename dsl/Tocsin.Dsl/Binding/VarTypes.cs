namespace Tocsin.Dsl.Binding;

/// <summary>The names of variable types.</summary>
internal static class VarTypes
{
    private static readonly Dictionary<string, VarType> ByName = Enum.GetValues<VarType>().ToDictionary(Name, StringComparer.Ordinal);

    /// <summary>All names, as in <c>var x int</c>.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The name in scripts and JSON.</summary>
    public static string Name(VarType type) => type switch
    {
        VarType.Bool => "bool",
        VarType.Int => "int",
        VarType.Float => "float",
        VarType.String => "string",
        VarType.Duration => "duration",
        VarType.Regex => "regex",
        VarType.Lambda => "lambda",
        VarType.List => "list",
        _ => "star",
    };

    public static bool TryParse(string name, out VarType type) => ByName.TryGetValue(name, out type);
}
