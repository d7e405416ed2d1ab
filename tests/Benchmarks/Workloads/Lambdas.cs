using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Benchmarks.Workloads;

/// <summary>Compiles what follows <c>lambda:</c> in a script.</summary>
internal static class Lambdas
{
    /// <exception cref="FormatException">The text is not an expression.</exception>
    public static CompiledExpression Compile(string text)
    {
        var tree = SyntaxTree.ParseLambda(text);
        var lambda = tree.HasErrors || tree.Lambda is not { } parsed ? null : new LambdaExpression(parsed.Body);
        return lambda?.Compile(FunctionCatalog.Default, new DiagnosticBag())
            ?? throw new FormatException($"'{text}' is not an expression: {tree.FirstError?.Message}");
    }
}
