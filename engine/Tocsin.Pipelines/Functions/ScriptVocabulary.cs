using Tocsin.Alerting.Handlers;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Data.Schemas;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Pipelines.Nodes;

namespace Tocsin.Pipelines.Functions;

/// <summary>What scripts can say at one moment. Immutable.</summary>
public sealed record ScriptVocabulary
{
    /// <summary>The nodes, with the properties that attach handlers, and the functions behind <c>@</c>.</summary>
    public required NodeCatalog Nodes { get; init; }

    /// <summary>What lambdas may call.</summary>
    public FunctionCatalog Lambdas { get; init; } = FunctionCatalog.Default;

    /// <summary>What is wrong with the code of functions, for who uses one that is not there.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Functions of other processes that are configured and do not say what they take, by name, and why.</summary>
    public IReadOnlyDictionary<string, string> SilentFunctions { get; init; } = new Dictionary<string, string>();

    /// <summary>What nodes take from the configuration; see <see cref="BindOptions.Settings"/>.</summary>
    public IReadOnlyList<object> Settings { get; init; } = [];

    /// <summary>Measurements, tags and fields that names are compared with; null when none are known.</summary>
    public DataSchema? Schema { get; init; }

    /// <summary>The nodes of the engine, with kinds of handlers and functions of users.</summary>
    public static ScriptVocabulary Of(HandlerKinds kinds, FunctionSet functions) =>
        new() { Nodes = new NodeCatalog(BuiltInNodes.With(kinds).Concat(functions.Nodes)), Lambdas = functions.Lambdas };

    /// <summary>Binds a script; all its mistakes are in the result.</summary>
    public BoundScript Bind(SyntaxTree tree, IReadOnlyDictionary<string, ScriptVar> vars, bool isTemplate) =>
        ScriptBinder.Bind(tree, Nodes, new BindOptions { Vars = vars, IsTemplate = isTemplate, Functions = Lambdas, Settings = Settings, SilentFunctions = SilentFunctions, Schema = Schema });
}
