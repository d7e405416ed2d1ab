using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Engine.Tests.Testing;

/// <summary>Values as scripts write them.</summary>
internal static class Script
{
    /// <summary>What follows <c>lambda:</c>.</summary>
    public static LambdaExpression Lambda(string text)
    {
        var tree = SyntaxTree.ParseLambda(text);
        return !tree.HasErrors && tree.Lambda is { } lambda ? new LambdaExpression(lambda.Body) : throw new FormatException(tree.FirstError?.Message);
    }

    /// <summary>Expressions divided by <c>;</c>.</summary>
    public static LambdaExpression[] Lambdas(string text) =>
        [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Lambda)];
}
