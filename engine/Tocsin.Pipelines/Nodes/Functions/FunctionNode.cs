using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions;

/// <summary>
/// A function over one field: of all points of a batch, or, in a stream, of all consecutive points of a group that have the same time; that
/// result leaves when a point of another time arrives.
/// </summary>
internal abstract class FunctionNode : ProcessingNode
{
    private protected FunctionNode(string function, string field)
    {
        Function = function;
        Field = field;
        As = function;
    }

    /// <summary>The function's name.</summary>
    public string Function { get; }

    /// <summary>The field it reads. Tags cannot be read.</summary>
    public string Field { get; }

    /// <summary>The field the result is written to. Default: the function's name.</summary>
    public string As { get; set; }

    /// <summary>True after <c>.usePointTimes()</c>.</summary>
    public bool UsesPointTimes { get; private set; }

    /// <summary>
    /// Gives a result the time of the point it was taken from instead of the time of its batch. A sum then has the time 1970-01-01, having no
    /// such point.
    /// </summary>
    [ScriptMethod]
    public void UsePointTimes() => UsesPointTimes = true;

    /// <inheritdoc/>
    /// <summary>What the form of a state depends on.</summary>
    internal virtual string StateShape => $"{Function} {Field}";

    public override KnownData Follow(NodeFlow flow)
    {
        var kind = ResultOf(Read(flow));
        return flow.Input.OfGroup(KnownNames.Only([As], $"{Function} gives the field '{As}' only"), $"{Function} keeps only the tags grouped by").WithField(As, kind);
    }

    /// <summary>True for a function of values of any kind, not of numbers alone.</summary>
    private protected virtual bool TakesAnyKind => false;

    /// <summary>The kind of its results; null where data decides.</summary>
    /// <param name="field">That of the field it reads; null where data decides.</param>
    private protected abstract ValueKind? ResultOf(ValueKind? field);

    /// <summary>What leaves a function that chooses a point, which keeps its tags and its other fields.</summary>
    private protected KnownData FollowSelected(NodeFlow flow)
    {
        var kind = ResultOf(Read(flow));
        return (As == Field ? flow.Input : flow.Input.WithoutField(Field, $"{Function} calls the field '{Field}' '{As}'")).WithField(As, kind);
    }

    private ValueKind? Read(NodeFlow flow)
    {
        if (!TakesAnyKind)
            return flow.ReadNumber(Field);
        flow.ReadField(Field);
        return flow.KindOf(Field);
    }
}
