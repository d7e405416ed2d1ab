using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Lambda.Tree;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda;

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
        return found.HasErrors ? null : new CompiledExpression(tree, settings ?? ExpressionSettings.Default, builder.SharesState);
    }
}
