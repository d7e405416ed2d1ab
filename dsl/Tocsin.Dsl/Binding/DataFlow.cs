using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>Follows the data through a pipeline, from node to node, as far as the script alone tells of it.</summary>
internal static class DataFlow
{
    /// <summary>Lets each node say what leaves it; what cannot work is reported. One step a node, parents first.</summary>
    /// <param name="isBroken">True for nodes of which nothing is to be believed.</param>
    /// <param name="options">What lambdas may call, and what is known of the data.</param>
    public static void Check(IReadOnlyList<GraphNode> nodes, Func<GraphNode, bool> isBroken, BindOptions options, DiagnosticBag diagnostics)
    {
        var known = new Dictionary<GraphNode, KnownData>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in nodes)
            known[node] = isBroken(node) ? KnownData.Anything : Follow(node);

        // What stands in for the values of a template tells nothing of the data.
        KnownData Follow(GraphNode node)
        {
            var isKnown = node.StandIns < StandInUse.Values;
            var data = isKnown || node.Definition.IsFollowedWithStandIns ? node.Definition.Follow(new NodeFlow(node, Known, taken, options, diagnostics)) : KnownData.Anything;
            return isKnown ? data : KnownData.Anything;
        }

        KnownData Known(GraphNode node) => known.GetValueOrDefault(node, KnownData.Anything);
    }
}
