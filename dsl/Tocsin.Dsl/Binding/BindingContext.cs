using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>What the parts of the binder share while one script is bound.</summary>
internal sealed class BindingContext(NodeCatalog catalog, BindOptions options, DiagnosticBag diagnostics)
{
    private readonly HashSet<GraphNode> _broken = [];
    private readonly LambdaSizes _sizes = new();
    private readonly HashSet<FunctionDefinition> _foreignFunctions = [];

    public BindOptions Options { get; } = options;

    public DiagnosticBag Diagnostics { get; } = diagnostics;

    public Scope Scope { get; } = new();

    public GraphBuilder Graph { get; } = new(catalog) { Settings = options.Settings };

    /// <summary>The variables of a template that have no value yet: something stands in for them.</summary>
    public StandIns StandIns { get; } = new();

    /// <summary>The functions that lambdas call and that are not of the language.</summary>
    public IReadOnlyCollection<FunctionDefinition> ForeignFunctions => _foreignFunctions;

    /// <summary>True when the script uses a function that does not say what it takes: it is not bound to its end.</summary>
    public bool UsesSilentFunction { get; private set; }

    /// <summary>
    /// The value of a lambda whose names have been replaced. What is wrong with its types or functions is only a warning here: it stops
    /// the task when it starts, or the points that reach it.
    /// Poison for one that is too large.
    /// </summary>
    public object CheckLambda(ExpressionSyntax body, TextSpan span)
    {
        if (!_sizes.Fits(body))
        {
            Diagnostics.ReportLambdaTooLarge(span);
            return Poison.Value;
        }

        var lambda = new LambdaExpression(body);
        var found = new DiagnosticBag();
        if (lambda.Compile(Options.Functions, found) is { } compiled)
        {
            _foreignFunctions.UnionWith(compiled.ForeignFunctions);
            lambda = lambda with { Result = compiled.Result };
        }

        Diagnostics.AddRange(found.Select(d => d with { Severity = Severity.Warning }));
        return lambda;
    }

    /// <summary>Notes that a node is followed by a function that does not say what it takes.</summary>
    public void MarkSilent(GraphNode node)
    {
        UsesSilentFunction = true;
        MarkBroken(node);
    }

    /// <summary>Notes that a node was not told all the script wanted to tell it: checking it would only repeat the mistake.</summary>
    public void MarkBroken(GraphNode node) => _broken.Add(node);

    public bool IsBroken(GraphNode node) => _broken.Contains(node);
}
