using System.Diagnostics.CodeAnalysis;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Matching;

/// <summary>
/// Says of events whether a handler takes them: an expression over level(), changed(), name(), taskName(), duration(), tags and fields. It may
/// remember earlier events; one thread at a time may ask.
/// </summary>
internal sealed class EventMatch
{
    // Taken by the peer, though such a comparison fails: it is only warned of.
    private const string KindsThatDoNotFit = "TS3308";

    private static readonly ExpressionSettings Settings = new() { TagsFirst = true };

    private readonly CompiledExpression _expression;
    private readonly ExpressionState _state;
    private readonly MatchRow _row;
    private long _asked;
    private long _failed;
    private long _held;
    private string _lastError = "";

    private EventMatch(string text, CompiledExpression expression)
    {
        Text = text;
        _expression = expression;
        _state = expression.CreateState();
        _row = new MatchRow(expression.References);
    }

    /// <summary>The expression as it was written.</summary>
    public string Text { get; }

    /// <summary>What of it cannot have an answer, with the place; empty when nothing is known.</summary>
    public string Warning { get; private init; } = "";

    /// <summary>How often it was asked, and how often it had no answer.</summary>
    public MatchCounters Counters => new(Text, Interlocked.Read(ref _asked), Interlocked.Read(ref _failed), Volatile.Read(ref _lastError)) { Held = Interlocked.Read(ref _held) };

    /// <summary>Reads an expression. The error names the place and what is wrong there.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out EventMatch? match, [NotNullWhen(false)] out string? error)
    {
        match = null;
        var tree = SyntaxTree.ParseLambda(text);
        if (tree.FirstError is { } refused)
        {
            error = Explain(tree.Source, refused);
            return false;
        }

        // A tree without errors has its expression.
        IdentifierSyntax? unknown = null;
        var body = LevelNames.Replace(tree.Lambda!.Body, ref unknown);
        if (unknown is not null)
        {
            error = Explain(
                tree.Source, unknown.Span, $"unknown identifier \"{unknown.Name}\"; levels are OK, INFO, WARNING and CRITICAL, tags and fields are written in double quotes");
            return false;
        }

        var diagnostics = new DiagnosticBag();
        if (new LambdaExpression(body).Compile(MatchFunctions.Catalog, diagnostics, Settings) is not { } expression)
        {
            var first = diagnostics.First(diagnostic => diagnostic.Severity == Severity.Error);
            error = Explain(tree.Source, first);
            return false;
        }

        // A handler whose expression fails for every event would never get one.
        var warning = diagnostics.FirstOrDefault() is { } found
            ? Explain(tree.Source, found)
            : MatchTimes.FirstOfName(body) is { } call ? Explain(
                tree.Source, call.Span, $"{call.Name.Name}() reads a time, and \"time\" is a name like any other here, of a tag or a field: each evaluation that reaches the call fails (write {call.Name.Name}(now()))")
            : MatchReach.WhyNever(body) is { } why ? Explain(tree.Source, body.Span, $"the expression can never hold, so that the handler gets no event: {why}") : "";
        if (diagnostics.Any(diagnostic => diagnostic.Code is not KindsThatDoNotFit))
        {
            error = warning;
            return false;
        }

        if (expression.Result is { } kind and not ValueKind.Boolean)
        {
            error = Explain(tree.Source, body.Span, $"the expression gives {(kind == ValueKind.Integer ? "an int" : "a " + kind.Name())}, not TRUE or FALSE; compare it, as in level() >= WARNING");
            return false;
        }

        match = new EventMatch(text, expression) { Warning = warning };
        error = null;
        return true;
    }

    /// <summary>Evaluates the expression for an event. False with the reason where it has no answer.</summary>
    public bool TryEvaluate(AlertEvent alert, out bool isMatch, [NotNullWhen(false)] out string? error)
    {
        if (_expression.References.Count > 0)
            _row.Use(alert);
        _state.Host = alert;
        Interlocked.Increment(ref _asked);
        error = null;
        if (_expression.TryEvaluateBool(_row, _state, out isMatch, out var failure))
        {
            if (isMatch)
                Interlocked.Increment(ref _held);
            return true;
        }

        error = failure.Text;
        Interlocked.Increment(ref _failed);
        Volatile.Write(ref _lastError, error);
        return false;
    }

    /// <summary>What the expression says of an event, and what it saw, without counting that it was asked. Null where that cannot be told without a count.</summary>
    public (bool? Holds, string Saw) Review(AlertEvent alert)
    {
        if (_expression.IsStateful)
            return (null, "it remembers earlier events");
        var row = new MatchRow(_expression.References);
        if (_expression.References.Count > 0)
            row.Use(alert);
        var state = _expression.CreateState();
        state.Host = alert;
        var seen = _expression.Review(row, state);
        var values = seen.Conditions.SelectMany(condition => condition.Values).DistinctBy(value => value.Key).Select(value => $"{value.Key} is {Shown(value.Key, value.Value)}");
        var problems = seen.Conditions.Select(condition => condition.Problem).Where(problem => problem.Length > 0);
        return (seen.Holds ?? false, string.Join(", ", values.Concat(problems)));
    }

    private static string Shown(string name, Value value) => name switch
    {
        "level()" when value.Kind == ValueKind.Integer => ((AlertLevel)value.Integer).Text(),
        _ when value.Kind == ValueKind.Missing => "missing",
        _ => value.ToString(),
    };

    private static string Explain(SourceText source, Diagnostic found) =>
        Explain(source, found.Span, found.Hint is { } hint ? $"{found.Message} ({hint})" : found.Message);

    private static string Explain(SourceText source, TextSpan span, string what)
    {
        var place = source.PositionOf(span.Start);
        return what.Contains(place.ToString(), StringComparison.Ordinal)
            ? $"invalid match expression: {what}"
            : $"invalid match expression: {place}: {what}";
    }
}
