using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.From;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Stream;

/// <summary>Passes on the points of which some <c>from()</c> of the script wants the measurement, each once.</summary>
internal sealed class StreamProcessor(NodeContext context) : Processor(context), ISourceProcessor
{
    public IReadOnlySet<string>? Measurements { get; } = MeasurementsWanted(context.Node);

    public SeriesPart? Part { get; set; }

    internal override SplitRule Split => SplitRule.Into(groups: null);

    public void OnWrite(BatchShare points, ExecutionClock clock)
    {
        var part = Part;
        foreach (var point in points)
        {
            if (part is not null && !part.Holds(point.Series))
                continue;
            clock.NextMessage();
            Emit(point, Context.Groups.Nil);
        }
    }

    private static HashSet<string>? MeasurementsWanted(GraphNode stream)
    {
        var measurements = FromNodesBelow(stream).Select(from => from.Measurement).ToHashSet();
        return measurements.Contains("") ? null : measurements;
    }

    // A from() follows the stream or another from(): no need to look any further.
    private static IEnumerable<FromNode> FromNodesBelow(GraphNode node)
    {
        foreach (var child in node.Children)
        {
            if (child.Definition is not FromNode from)
                continue;
            yield return from;
            foreach (var further in FromNodesBelow(child))
                yield return further;
        }
    }
}
