using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Flatten;

/// <summary>
/// Makes one point of the points of a group that have the same time. Values of tags become part of the field names: with <c>on('port')</c>
/// a field <c>bytes</c> of port 80 is called <c>80.bytes</c>. The point leaves when one of another time arrives, within a batch at its end
/// too; it has the tags of the group only. A point that lacks a tag is an error and left out.
/// </summary>
/// <example><code>stream|from().measurement('net').groupBy('host')|flatten().on('port')</code></example>
[Node("flatten")]
internal sealed class FlattenNode : ProcessingNode
{
    /// <summary>The tags whose values go into field names, in this order.</summary>
    [NotInScript]
    public IReadOnlyList<string> Tags { get; private set; } = [];

    /// <summary>Stands between the parts of a field name. Default: a dot.</summary>
    public string Delimiter { get; set; } = ".";

    /// <summary>Times are rounded to multiples of this before they are compared. Zero, the default, leaves them as they are.</summary>
    public Duration Tolerance { get; set; }

    /// <summary>True when a point's own field names are left out.</summary>
    [NotInScript]
    public bool DropsFieldNames { get; private set; }

    /// <summary>Names the tags whose values go into field names. The last call counts.</summary>
    [ScriptMethod]
    public void On(params string[] tags) => Tags = tags;

    /// <summary>Calls fields by the values of the tags alone, for points that have one field.</summary>
    [ScriptMethod]
    public void DropOriginalFieldName(bool drop = true) => DropsFieldNames = drop;

    public override KnownData Follow(NodeFlow flow)
    {
        foreach (var tag in Tags)
            flow.ReadTag(tag, "on");
        return flow.Input.OfGroup(KnownNames.Any, "flatten keeps only the tags grouped by");
    }

    public override Processor CreateProcessor(NodeContext context) => new FlattenProcessor(this, context);
}
