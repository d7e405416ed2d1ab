using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Lambda.Ranges;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Remedies;

namespace Tocsin.Dsl.Binding;

/// <summary>What <see cref="NodeDefinition.Follow"/> goes by: what is known of the data that comes in, and where to say what cannot work.</summary>
public sealed class NodeFlow
{
    private readonly GraphNode _node;
    private readonly Func<GraphNode, KnownData> _known;
    private readonly HashSet<string> _taken;
    private readonly FunctionCatalog _functions;
    private readonly DiagnosticBag _diagnostics;
    private readonly SchemaFlow? _schema;
    private HashSet<string>? _missing;

    internal NodeFlow(GraphNode node, Func<GraphNode, KnownData> known, HashSet<string> taken, BindOptions options, DiagnosticBag diagnostics)
    {
        _taken = taken;
        _functions = options.Functions;
        _schema = options.Schema is { } schema ? new SchemaFlow(schema, node, diagnostics) : null;
        _node = node;
        _known = known;
        _diagnostics = diagnostics;
    }

    /// <summary>True when variables of a template have no values yet that the node's conditions compare with.</summary>
    public bool HasStandIns => _node.StandIns != StandInUse.None;

    /// <summary>True when properties or arguments of the node are variables of a template that have no values yet.</summary>
    public bool HasStandInValues => _node.StandIns == StandInUse.Values;

    /// <summary>What comes from the first parent.</summary>
    public KnownData Input => _node.Parents.Count == 0 ? KnownData.Anything : _known(_node.Parents[0]);

    /// <summary>True when the node gives out batches.</summary>
    public bool IsBatch => _node.Provides == EdgeKind.Batch;

    /// <summary>True when the node takes batches.</summary>
    public bool TakesBatches => _node.Parents.Count > 0 && _node.Parents[0].Provides == EdgeKind.Batch;

    /// <summary>What comes from each parent, in their order.</summary>
    public IReadOnlyList<KnownData> Inputs => [.. _node.Parents.Select(_known)];

    /// <summary>What leaves a node that stands earlier in the script.</summary>
    public KnownData Of(GraphNode other) => _known(other);

    /// <summary>Warns of names in an expression that neither a field nor a tag can have, and of operators that cannot work with the kinds of computed fields.</summary>
    /// <param name="data">What the expression sees. Default: <see cref="Input"/>.</param>
    /// <returns>The kind of the expression's results; null where data decides.</returns>
    public ValueKind? Read(LambdaExpression? lambda, KnownData? data = null)
    {
        if (lambda is null)
            return null;
        var seen = data ?? Input;
        foreach (var (reference, isNumber) in LambdaNames.In(lambda.Body))
        {
            var why = isNumber ? seen.Fields.WhyNot(reference.Name) : seen.WhyMissing(reference.Name);
            if (why is not null && (_missing ??= []).Add(reference.Name))
            {
                _diagnostics.Warning(
                    "TS3301", reference.Span.Length > 0 ? reference.Span : _node.Span,
                    $"there is no field{(isNumber ? "" : " or tag")} \"{reference.Name}\" here: {why}; every evaluation that reads it will fail",
                    new WayOut("keep it up to this place, or read a name that is there", Kept()));
            }
            else if (why is null)
            {
                _schema?.Read(reference, isNumber, seen);
            }
        }

        var found = new DiagnosticBag();
        var kind = lambda.Look(_functions, seen.KindOf, found);
        foreach (var diagnostic in found)
            _diagnostics.Warning("TS3308", diagnostic.Span, $"{diagnostic.Message}; every evaluation that reaches it will fail", new WayOut(diagnostic.Hint, diagnostic.Remedy));
        return kind;
    }

    /// <summary>The same as <see cref="Read"/> for a condition; warns of one that can never hold too.</summary>
    /// <param name="property">The property that has it; null for an argument of the node itself.</param>
    public void Condition(LambdaExpression? lambda, string? property = null, KnownData? data = null)
    {
        Read(lambda, data);
        if (lambda?.Result is { } kind and not ValueKind.Boolean)
        {
            Warning(
                "TS3310", $"{Named(property)} gives {(kind == ValueKind.Integer ? "an int" : "a " + kind.Name())}, not TRUE or FALSE: every evaluation fails",
                "compare it with something", property);
        }
        else if (HasStandIns)
        {
            // What its comparisons ask for is known once the variables have values.
        }
        else if (lambda is not null && Conditions.WhyNever(lambda) is { } why)
        {
            Warning("TS3307", $"{Named(property)} can never hold: {why}", "correct the comparisons", property);
        }
        else if (lambda is not null)
        {
            WarnOfSilence(lambda, property);
        }
    }

    /// <summary>The fields and tags that an expression needs, but for the time of a point.</summary>
    public static IEnumerable<string> NamesIn(LambdaExpression lambda) => LambdaNames.In(lambda.Body).Select(read => read.Reference.Name);

    /// <summary>Warns when there cannot be a field of a name that the node reads.</summary>
    /// <param name="property">The property that names it; null for an argument of the node itself.</param>
    /// <param name="at">The place to show instead.</param>
    public void ReadField(string name, string? property = null, TextSpan? at = null)
    {
        _schema?.ReadField(name, Input, at ?? _node.SpanOf(property));
        if (Input.Fields.WhyNot(name) is { } why)
            Warning("TS3302", $"there is no field \"{name}\" here: {why}", new WayOut("keep it up to this place, or read a name that is there", Kept()), property, at);
    }

    /// <summary>The same for a field that must be a number; warns when it is something else.</summary>
    /// <returns>Its kind; null where data decides.</returns>
    public ValueKind? ReadNumber(string name)
    {
        ReadField(name);
        if (KindOf(name) is not { } kind)
            return null;
        if (kind is not (ValueKind.Float or ValueKind.Integer))
            Warning("TS3684", $"it takes numbers, and the field \"{name}\" is a {kind.Name()} here: every point is an error", new WayOut("read another field, or make a number of it with eval before: float(), int()", Remedy.Insert($"|eval(lambda: float(\"{name}\")).as('{name}').keep()").Unlikely()));
        return kind;
    }

    /// <summary>The kind that a field has in all points that come in; null where data decides.</summary>
    public ValueKind? KindOf(string field) => Input.Kinds.TryGetValue(field, out var kind) ? kind : null;

    /// <summary>Warns when there cannot be a tag of a name that the node reads.</summary>
    /// <inheritdoc cref="ReadField"/>
    public void ReadTag(string name, string? property = null, TextSpan? at = null)
    {
        ReadTag(name, Input, property, at);
    }

    /// <summary>The same for a tag of data that the node has made already.</summary>
    public void ReadTag(string name, KnownData data, string? property = null, TextSpan? at = null)
    {
        if (data.Tags.WhyNot(name) is { } why)
            Warning("TS3303", $"there is no tag \"{name}\" here: {why}", new WayOut("group by it before, so that it is kept", GroupedBy(name)), property, at);
        else
            _schema?.ReadTag(name, data, at ?? _node.SpanOf(property));
    }

    /// <summary>Warns of a measurement that nobody has seen.</summary>
    public void ReadMeasurement(string name, string? property = null) => _schema?.ReadMeasurement(name, _node.SpanOf(property));

    /// <summary>Warns of sources whose points cannot meet, as they have no tag in common.</summary>
    /// <param name="names">What the script calls them.</param>
    public void Meet(IReadOnlyList<string> names, string? property = null) => _schema?.Meet(Inputs, names, _node.SpanOf(property));

    /// <summary>Takes a name that only one node of the script can have; refuses the script where an earlier node has it.</summary>
    public void TakeName(string name, WayOut hint)
    {
        if (!_taken.Add($"{_node.Descriptor.Name} {name}"))
            _diagnostics.Error("TS2001", _node.Span, $"{_node.Descriptor.Name}: another {_node.Descriptor.Name} of the script has the name '{name}'", hint);
    }

    /// <summary>Tells the author of a likely mistake.</summary>
    /// <param name="code">Stable, <c>TS3xxx</c>.</param>
    /// <param name="property">The property to show; null for the node.</param>
    /// <param name="at">The place to show instead.</param>
    public void Warning(string code, string message, WayOut? hint = null, string? property = null, TextSpan? at = null) =>
        _diagnostics.Warning(code, at ?? _node.SpanOf(property), $"{_node.Descriptor.Name}: {message}", hint);

    /// <summary>Warns of a condition that wants to know that no data comes where nothing tells of it.</summary>
    private void WarnOfSilence(LambdaExpression lambda, string? property)
    {
        foreach (var name in NamesIn(lambda).Distinct())
        {
            if (Input.Counts.Contains(name) && Conditions.AsksForBelow(lambda, name, 1))
            {
                Warning(
                    "TS3211", $"{Named(property)} holds for a window without a point only, and none is given out while no point comes",
                    new WayOut("let time go on without points: put |barrier().idle(10s) before the window", Remedy.Insert("|barrier().idle(10s)", "window")), property);
            }
            else if (Input.Waits.Contains(name) && Conditions.AsksForAbove(lambda, name, 0))
            {
                Warning(
                    "TS3212", $"{Named(property)} asks how long a state lasts (\"{name}\"), which is known with the next point only, however late that comes",
                    new WayOut("let time go on without points: put |barrier().idle(10s) before stateDuration", Remedy.Insert("|barrier().idle(10s)", "stateDuration")), property);
            }
        }
    }

    private static string Named(string? property) => property is null ? "the condition" : $"the condition of {property}";

    // What an eval drops it can keep.
    private Remedy? Kept() => Above("eval") ? Remedy.Add(".keep()", "eval") : null;

    // A function keeps of the tags those that its points are grouped by.
    private Remedy? GroupedBy(string tag) => Above("window") ? Remedy.Insert($"|groupBy('{tag}')", "window") : Above("query") ? Remedy.Add($".groupBy('{tag}')", "query") : null;

    private bool Above(string name)
    {
        for (var node = _node; node.Parents is [var parent, ..]; node = parent)
        {
            if (parent.Descriptor.Name == name)
                return true;
        }

        return false;
    }
}
