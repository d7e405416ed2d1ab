using System.Diagnostics.CodeAnalysis;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Pipelines.Nodes;

namespace Tocsin.Pipelines.Functions;

/// <summary>
/// The functions of users that there are at one moment, whoever brings them. Immutable: other plugins or files make another set. Scripts are
/// bound with what is in force, and a task goes on with what it was bound with until it is started again.
/// </summary>
public sealed class FunctionSet
{
    /// <summary>No functions but those of the engine.</summary>
    public static readonly FunctionSet Empty = new([]);

    private FunctionSet(IReadOnlyList<UserFunction> functions)
    {
        All = functions;
        Lambdas = FunctionCatalog.Default.With(functions.OfType<LambdaFunction>().Select(function => function.Definition));
        Nodes = [.. functions.Select(function => function.NodeDescriptor).OfType<NodeDescriptor>()];
    }

    /// <summary>All by name.</summary>
    public IReadOnlyList<UserFunction> All { get; }

    /// <summary>Those whose names are taken: they come into force when the name is free.</summary>
    public IReadOnlyList<UserFunction> Waiting { get; private init; } = [];

    /// <summary>What lambdas may call: the functions of the language and these.</summary>
    public FunctionCatalog Lambdas { get; }

    /// <summary>What stands behind <c>@</c>, for the catalog of nodes.</summary>
    public IReadOnlyList<NodeDescriptor> Nodes { get; }

    /// <summary>True when this very function is in force, and not another version or one of the same name.</summary>
    public bool Contains(UserFunction function) => All.Contains(function);

    /// <summary>Why a function is not in force that somebody brings; null when it is.</summary>
    public string? WhyWithout(UserFunction function) => Contains(function) ? null : Obstacle(function);

    /// <summary>This set and one more; false when its name is taken, by the engine or by another origin.</summary>
    public bool TryAdd(UserFunction function, [NotNullWhen(true)] out FunctionSet? functions, [NotNullWhen(false)] out string? error)
    {
        error = Obstacle(function);
        functions = error is null ? new FunctionSet(Sorted(All.Append(function))) { Waiting = Waiting } : null;
        return error is null;
    }

    /// <summary>This set with some functions in the place of others. One whose name is taken waits until the name is free.</summary>
    /// <param name="gone">Taken out, by what they are and not by name.</param>
    public FunctionSet Replace(IReadOnlyCollection<UserFunction> gone, IReadOnlyCollection<UserFunction> made)
    {
        if (gone.Count + made.Count == 0)
            return this;

        var set = new FunctionSet([.. All.Where(function => !gone.Contains(function))]);
        var waiting = new List<UserFunction>();
        foreach (var function in made.Concat(Waiting.Where(function => !gone.Contains(function))))
        {
            if (set.TryAdd(function, out var more, out _))
                set = more;
            else
                waiting.Add(function);
        }

        return new FunctionSet(set.All) { Waiting = waiting };
    }

    private static IReadOnlyList<UserFunction> Sorted(IEnumerable<UserFunction> functions) => [.. functions.OrderBy(function => function.Name, StringComparer.Ordinal)];

    private string? Obstacle(UserFunction function)
    {
        if (All.FirstOrDefault(known => known.ShortForm == function.ShortForm) is { } other)
            return $"{function} has the name of one that '{other.Origin}' already provides: rename one of them";
        if (function is LambdaFunction && FunctionCatalog.Default.TryFind(function.Name, out var builtIn))
            return $"{function} has the name of the built-in function '{builtIn.Name}{builtIn.Signatures[0]}': choose another";
        return function is PipelineFunction && BuiltInNodes.Has(function.Name)
            ? $"{function} has the name of the built-in node '|{function.Name}': choose another"
            : null;
    }
}
