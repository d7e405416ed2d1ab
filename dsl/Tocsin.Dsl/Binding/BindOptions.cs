using Tocsin.Dsl.Data.Schemas;
using Tocsin.Dsl.Lambda.Functions;

namespace Tocsin.Dsl.Binding;

/// <summary>What a script is bound with, beside the nodes.</summary>
public sealed record BindOptions
{
    /// <summary>A task without values for its variables.</summary>
    public static readonly BindOptions Default = new();

    /// <summary>Values that stand in for those of the script, by variable. Names that the script does not declare are ignored with a warning.</summary>
    public IReadOnlyDictionary<string, ScriptVar> Vars { get; init; } = new Dictionary<string, ScriptVar>();

    /// <summary>What lambdas may call: unknown names get a warning. Default: the functions of the language.</summary>
    public FunctionCatalog Functions { get; init; } = FunctionCatalog.Default;

    /// <summary>What nodes take from a configuration, each found by its type; see <see cref="GraphBuilder.Setting{T}"/>.</summary>
    public IReadOnlyList<object> Settings { get; init; } = [];

    /// <summary>Functions behind <c>@</c> that are configured and do not say what they take now, by name, and why: a script that uses one gets a warning and no graph.</summary>
    public IReadOnlyDictionary<string, string> SilentFunctions { get; init; } = new Dictionary<string, string>();

    /// <summary>Which measurements, tags and fields the data has, which names are compared with; null when that is not known.</summary>
    public DataSchema? Schema { get; init; }

    /// <summary>True for a template: variables may lack values, and it may do nothing.</summary>
    public bool IsTemplate { get; init; }
}
