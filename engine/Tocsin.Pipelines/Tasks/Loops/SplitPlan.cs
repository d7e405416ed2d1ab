using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Tasks.Loops;

/// <summary>By what the points of a task can be dealt to several loops, so that each node does what it does in one.</summary>
/// <param name="Tags">The tags that decide; none when all data must stay together.</param>
/// <param name="Obstacle">Why it must, in words; empty when it need not.</param>
internal sealed record SplitPlan(SplitTags Tags, string Obstacle)
{
    private static readonly SplitTags None = SplitTags.All.Only([]);

    public bool CanSplit => Obstacle.Length == 0;

    public static SplitPlan Of(Pipeline pipeline)
    {
        var tags = SplitTags.All;
        var groups = new Dictionary<GraphNode, SplitTags?>();
        foreach (var node in pipeline.Graph.Nodes)
        {
            var rule = pipeline.ProcessorOf(node).Split;
            if (rule.Obstacle is { } obstacle)
                return Never(pipeline, node, obstacle);

            // Nodes with several parents see all groups together.
            var above = node.Parents is [var parent, ..] ? groups[parent] : null;
            if (rule.IsByGroup && above is null)
                return Never(pipeline, node, "works on all points together: group them before it");

            groups[node] = rule.Regroups ? rule.Groups : above;
            tags = tags.Without(rule.Changed);
            if (groups[node] is { } own)
                tags = tags.And(own);
            if (rule.Only is { } only)
                tags = tags.Only(only);
            if (tags.IsEmpty)
            {
                return Never(pipeline, node, rule.Only is null
                    ? "leaves no tag that all groups of the task are told apart by, from the first node to the last"
                    : "has an id that does not show the tags which the points are grouped by, each as it is");
            }
        }

        return new SplitPlan(tags, "");
    }

    public static SplitPlan Never(string obstacle) => new(None, obstacle);

    private static SplitPlan Never(Pipeline pipeline, GraphNode node, string what) =>
        Never(pipeline.Graph.Source is { } source ? $"{node.Name} ({source.PositionOf(node.Span.Start)}) {what}" : $"{node.Name} {what}");
}
