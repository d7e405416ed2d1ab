using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Data.Schemas;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Dsl.Editing;

/// <summary>What scripts may say, for who helps to write them. Immutable.</summary>
public sealed record EditorLanguage
{
    /// <summary>The nodes, with the properties that attach handlers, and the functions behind <c>@</c>.</summary>
    public required NodeCatalog Nodes { get; init; }

    /// <summary>What lambdas may call.</summary>
    public FunctionCatalog Functions { get; init; } = FunctionCatalog.Default;

    /// <summary>Measurements, tags and fields of the data; null when none are known.</summary>
    public DataSchema? Schema { get; init; }

    /// <summary>Says all that is wrong with a parsed script. Default: what the binder finds.</summary>
    public Func<SyntaxTree, DataSchema?, IReadOnlyList<Diagnostic>>? Judge { get; init; }

    /// <summary>All that is wrong with a script, and what looks like a mistake.</summary>
    internal IReadOnlyList<Diagnostic> Check(SyntaxTree tree)
    {
        if (Judge is { } judge)
            return judge(tree, Schema);
        var isTemplate = tree.Root.Statements.OfType<TypedVarDeclarationSyntax>().Any();
        return ScriptBinder.Bind(tree, Nodes, new BindOptions { Functions = Functions, IsTemplate = isTemplate, Schema = Schema }).Diagnostics;
    }
}
