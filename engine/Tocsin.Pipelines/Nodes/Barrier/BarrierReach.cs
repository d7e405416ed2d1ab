using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Nodes.Window;

namespace Tocsin.Pipelines.Nodes.Barrier;

/// <summary>Says of a place in a graph whether barriers come there.</summary>
internal static class BarrierReach
{
    /// <summary>The nearest node above that sends barriers which arrive here; null when there is none.</summary>
    public static BarrierNode? Above(GraphNode node)
    {
        var seen = new HashSet<GraphNode>();
        var open = new Queue<GraphNode>(node.Parents);
        while (open.TryDequeue(out var above))
        {
            if (!seen.Add(above))
                continue;
            if (above.Definition is BarrierNode barrier)
                return barrier;

            // A window by time takes barriers as the ends of windows.
            if (above.Definition is WindowNode { PeriodCount: 0 })
                continue;
            foreach (var parent in above.Parents)
                open.Enqueue(parent);
        }

        return null;
    }
}
