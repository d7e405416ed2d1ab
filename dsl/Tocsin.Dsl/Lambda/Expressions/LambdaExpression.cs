using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Lambda.Tree;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Expressions;

/// <summary>
/// An expression of a script, ready to be compiled: variables in it have been replaced by their literals, and lambda variables by
/// <see cref="LambdaSyntax"/>.
/// </summary>
/// <param name="Body">What follows <c>lambda:</c>.</param>
public sealed record LambdaExpression(ExpressionSyntax Body)
{
    /// <summary>The kind of its results where that does not depend on data; null where it does, or was not looked at.</summary>
    public ValueKind? Result { get; init; }

    /// <summary>
    /// Checks the expression and makes it ready. Null when it can never be evaluated; <paramref name="diagnostics"/> then has the
    /// errors. Also without errors there may be warnings.
    /// </summary>
    public CompiledExpression? Compile(FunctionCatalog functions, DiagnosticBag diagnostics, ExpressionSettings? settings = null)
    {
        var found = new DiagnosticBag();
        var builder = new BoundTreeBuilder(functions, found);
        var tree = builder.Build(Body);
        diagnostics.AddRange(found);
        return found.HasErrors ? null : new CompiledExpression(tree, settings ?? ExpressionSettings.Default, builder.Shared);
    }

    /// <summary>Looks at the expression as it is where the kinds of some fields are known.</summary>
    /// <param name="kindOf">The kind of a field; null where data decides.</param>
    /// <param name="diagnostics">Takes what is wrong beside what is wrong without that knowledge.</param>
    /// <returns>The kind of its results; null where data decides.</returns>
    public ValueKind? Look(FunctionCatalog functions, Func<string, ValueKind?> kindOf, DiagnosticBag diagnostics)
    {
        var found = new DiagnosticBag();
        var tree = new BoundTreeBuilder(functions, found) { KindOf = kindOf }.Build(Body);
        if (found.Count > 0)
        {
            var before = new DiagnosticBag();
            new BoundTreeBuilder(functions, before).Build(Body);
            diagnostics.AddRange(found.Except(before));
        }

        return LikelyKinds.Of(tree.Root);
    }
}
