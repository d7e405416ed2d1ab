using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.ChangeDetect;

/// <summary>
/// Passes on the points at which a field differs in value or type from the last point passed on of the group. A point without a field is an
/// error for that field, which then does not count as changed. Every batch starts again.
/// </summary>
/// <param name="fields">The fields compared; without any nothing passes.</param>
/// <example><code>stream|from().measurement('door')|changeDetect('state')</code></example>
[Node("changeDetect")]
internal sealed class ChangeDetectNode(params string[] fields) : ProcessingNode
{
    public override void Validate(NodeProblems problems)
    {
        if (fields.Length == 0)
            problems.Warning("TS3201", "without fields no point ever passes", new WayOut("name the fields to compare: changeDetect('value')", Remedy.Call("changeDetect('value')")));
    }

    public override KnownData Follow(NodeFlow flow)
    {
        foreach (var field in fields)
            flow.ReadField(field);
        return flow.Input;
    }

    public override Processor CreateProcessor(NodeContext context) => new ChangeDetectProcessor(fields, context);
}
