using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
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
    public override KnownData Follow(NodeFlow flow)
    {
        flow.ReadField(Field);
        return flow.Input.OfGroup(KnownNames.Only([As], $"{Function} gives the field '{As}' only"), $"{Function} keeps only the tags grouped by");
    }

    /// <summary>What leaves a function that chooses a point, which keeps its tags and its other fields.</summary>
    private protected KnownData FollowSelected(NodeFlow flow)
    {
        flow.ReadField(Field);
        var fields = flow.Input.Fields;
        return flow.Input with { Fields = (As == Field ? fields : fields.Without(Field, $"{Function} calls the field '{Field}' '{As}'")).With(As) };
    }
}
