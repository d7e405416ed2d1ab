using System.Diagnostics.CodeAnalysis;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Pipelines.Nodes;

namespace Tocsin.Pipelines.Functions;

/// <summary>The functions of users that there are at one moment. Immutable: other plugins or files make another set.</summary>
public sealed class FunctionSet
{
    /// <summary>No functions but those of the engine.</summary>
    public static readonly FunctionSet Empty = new([]);

    private FunctionSet(IReadOnlyList<UserFunction> functions)
    {
        All = functions;
        Lambdas = FunctionCatalog.Default.With(functions.OfType<LambdaFunction>().Select(function => function.Definition));
        Nodes = [.. functions.OfType<PipelineFunction>().Select(function => function.Descriptor)];
    }

    /// <summary>All by name.</summary>
    public IReadOnlyList<UserFunction> All { get; }

    /// <summary>What lambdas may call: the functions of the language and these.</summary>
    public FunctionCatalog Lambdas { get; }

    /// <summary>What stands behind <c>@</c>, for the catalog of nodes.</summary>
    public IReadOnlyList<NodeDescriptor> Nodes { get; }

    /// <summary>A set of functions whose names are known to be free.</summary>
    public static FunctionSet Of(IEnumerable<UserFunction> functions) => new([.. functions.OrderBy(function => function.Name, StringComparer.Ordinal)]);

    /// <summary>True when this very function is in force, and not another version or one of the same name.</summary>
    public bool Contains(UserFunction function) => All.Contains(function);

    /// <summary>Why a function is not in force that somebody brings; null when it is.</summary>
    public string? WhyWithout(UserFunction function) => Contains(function) ? null : Obstacle(function);

    /// <summary>This set and one more; false when its name is taken, by the engine or by another origin.</summary>
    public bool TryAdd(UserFunction function, [NotNullWhen(true)] out FunctionSet? functions, [NotNullWhen(false)] out string? error)
    {
        error = Obstacle(function);
        functions = error is null ? Of(All.Append(function)) : null;
        return error is null;
    }

    /// <summary>This set with some functions in the place of others.</summary>
    /// <param name="gone">Taken out, by what they are and not by name.</param>
    /// <param name="errors">Which of the new ones were left out since their names are taken.</param>
    public FunctionSet Replace(IReadOnlyCollection<UserFunction> gone, IReadOnlyList<UserFunction> made, out IReadOnlyList<string> errors)
    {
        var set = gone.Count == 0 ? this : new FunctionSet([.. All.Where(function => !gone.Contains(function))]);
        var refused = new List<string>();
        foreach (var function in made)
        {
            if (set.TryAdd(function, out var more, out var error))
                set = more;
            else
                refused.Add(error);
        }

        errors = refused;
        return set;
    }

    private string? Obstacle(UserFunction function)
    {
        if (All.FirstOrDefault(known => known.GetType() == function.GetType() && known.Name == function.Name) is { } other)
            return $"{function} has the name of one that '{other.Origin}' brings already: rename one of them";
        if (function is LambdaFunction && FunctionCatalog.Default.TryFind(function.Name, out var builtIn))
            return $"{function} has the name of the built-in function '{builtIn.Name}{builtIn.Signatures[0]}': choose another";
        return function is PipelineFunction && BuiltInNodes.Has(function.Name)
            ? $"{function} has the name of the built-in node '|{function.Name}': choose another"
            : null;
    }
}
