using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Syntax;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Expressions;

/// <summary>Makes the lambdas of nodes ready when their task starts.</summary>
internal static class LambdaCompilation
{
    /// <summary>Compiles a lambda with the functions, the clock and the zone of the task.</summary>
    /// <param name="place">What the lambda is to the node, as the error names it: <c>where clause</c>.</param>
    /// <exception cref="TaskStartException">The lambda can never be evaluated.</exception>
    public static CompiledExpression Compile(this NodeContext context, LambdaExpression lambda, string place)
    {
        var services = context.Services;
        var diagnostics = new DiagnosticBag();
        var settings = new ExpressionSettings
        {
            Clock = services.Time, Zone = services.Zone, Texts = services.TextLimits.OfLambdas, Watch = services.Watch?.ConditionsOf(context.TaskId),
        };
        return lambda.Compile(context.Functions, diagnostics, settings)
            ?? throw new TaskStartException($"{context.NodeName}: Failed to compile expression in {place}: {Explain(diagnostics)}");
    }

    /// <summary>What a node must see on one thread that evaluates an expression with a memory for each group.</summary>
    public static SplitRule SplitRuleOf(this CompiledExpression expression) =>
        expression.SharesState ? SplitRule.Together("has a lambda within a lambda that remembers earlier points of all groups")
        : expression.IsStateful ? SplitRule.ByGroup
        : SplitRule.Anywhere;

    /// <summary>What memories of expressions depend on; null when none of them remembers.</summary>
    public static string? ShapeOf(params IReadOnlyCollection<CompiledExpression> expressions) =>
        expressions.Any(expression => expression.IsStateful || expression.SharesState) ? string.Join('\n', expressions.Select(expression => expression.Text)) : null;

    /// <summary>Writes what expressions remember of all groups together.</summary>
    public static void SaveShared(this CompiledExpression expression, StateWriter writer) => writer.Write(expression.Shared);

    /// <summary>Takes up what expressions remember of all groups together.</summary>
    public static void LoadShared(this CompiledExpression expression, StateReader reader) => reader.ReadInto(expression.Shared);

    private static string Explain(DiagnosticBag diagnostics) => string.Join("; ", diagnostics
        .Where(diagnostic => diagnostic.Severity == Severity.Error)
        .Select(diagnostic => diagnostic.Hint is { } hint ? $"{diagnostic.Message} ({hint})" : diagnostic.Message));
}
