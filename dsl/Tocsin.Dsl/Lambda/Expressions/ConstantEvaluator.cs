using System.Diagnostics.CodeAnalysis;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Lambda.Tree;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Expressions;

/// <summary>Computes the expressions that stand in declarations and arguments, where there is no data.</summary>
internal static class ConstantEvaluator
{
    /// <summary>Evaluates over literals and variables with the functions of the language.</summary>
    /// <param name="resolve">
    /// The value of an identifier as long, double, string, bool, Duration, Regex or <see cref="Value"/>; null where it is not defined.
    /// </param>
    /// <param name="value">A value of any kind but missing.</param>
    /// <param name="error">What is wrong, and the part that is to blame.</param>
    public static bool TryEvaluate(
        ExpressionSyntax syntax, Func<string, object?> resolve, out Value value, [NotNullWhen(false)] out EvaluationError? error)
    {
        value = default;
        var diagnostics = new DiagnosticBag();
        var tree = new BoundTreeBuilder(FunctionCatalog.Default, diagnostics) { Resolve = resolve }.Build(syntax);
        if (diagnostics.FirstOrDefault(d => d.Severity == Severity.Error) is { } diagnostic)
        {
            error = new EvaluationError(diagnostic.Message, diagnostic.Span);
            return false;
        }

        if (tree.References is [var name, ..])
        {
            error = new EvaluationError(
                $"name \"{name}\" is undefined: fields and tags, in double quotes, can only be read inside a lambda", syntax.Span);
            return false;
        }

        var expression = new CompiledExpression(tree, ExpressionSettings.Default, shared: []);
        return expression.TryEvaluateAny(new NoRow(), expression.CreateState(), out value, out error);
    }

    private sealed class NoRow : Row;
}
