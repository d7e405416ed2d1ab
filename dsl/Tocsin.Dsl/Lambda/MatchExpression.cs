using System.Diagnostics.CodeAnalysis;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Lambda.Tree;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda;

/// <summary>
/// The <c>match</c> of a topic handler: a predicate over an event's level, change, names and tags. Safe for any number of threads.
/// </summary>
public sealed class MatchExpression
{
    private const string Hint = "levels are OK, INFO, WARNING and CRITICAL; tags are written in double quotes";

    private static readonly ExpressionSettings Settings = new() { TagsOnly = true };

    private readonly CompiledExpression _expression;
    private readonly ExpressionState _memory;

    private MatchExpression(string text, CompiledExpression expression)
    {
        Text = text;
        _expression = expression;
        _memory = expression.CreateState();
    }

    /// <summary>The expression as written.</summary>
    public string Text { get; }

    /// <summary>The functions of match expressions: those of the language, and those that ask the event.</summary>
    public static FunctionCatalog Functions { get; } = FunctionCatalog.Default.With(MatchFunctions.All);

    /// <summary>Parses and checks. Null where the text can never match; <paramref name="diagnostics"/> then has the errors.</summary>
    public static MatchExpression? Compile(string text, DiagnosticBag diagnostics)
    {
        var tree = SyntaxTree.ParseLambda(text);
        diagnostics.AddRange(tree.Diagnostics);
        if (tree.HasErrors || tree.Lambda is not { } lambda)
            return null;

        var found = new DiagnosticBag();
        var bound = new BoundTreeBuilder(Functions, found) { Resolve = Level, NameHint = Hint }.Build(lambda.Body);
        diagnostics.AddRange(found);
        return found.HasErrors ? null : new MatchExpression(text, new CompiledExpression(bound, Settings, sharesState: false));
    }

    /// <summary>False with an error where the expression has no answer for the event, such as for a tag that it does not have.</summary>
    public bool TryMatch(IMatchSubject subject, out bool matches, [NotNullWhen(false)] out EvaluationError? error)
    {
        if (!_expression.IsStateful)
            return TryMatch(subject, _expression.CreateState(), out matches, out error);

        // Functions that remember do so for all events of the handler.
        lock (_memory)
            return TryMatch(subject, _memory, out matches, out error);
    }

    private bool TryMatch(IMatchSubject subject, ExpressionState state, out bool matches, [NotNullWhen(false)] out EvaluationError? error)
    {
        state.Host = subject;
        return _expression.TryEvaluateBool(new TagRow { Tags = subject.Tags }, state, out matches, out error);
    }

    private static object? Level(string identifier) => identifier switch
    {
        "OK" => 0L,
        "INFO" => 1L,
        "WARNING" => 2L,
        "CRITICAL" => 3L,
        _ => null,
    };

    private sealed class TagRow : Row;
}
