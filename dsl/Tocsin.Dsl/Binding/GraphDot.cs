using System.Text;

namespace Tocsin.Dsl.Binding;

/// <summary>A pipeline as a graph of the DOT language.</summary>
public static class GraphDot
{
    /// <summary>One line an edge, without statistics.</summary>
    /// <param name="id">The graph's name, usually the task's.</param>
    public static string Write(PipelineGraph graph, string id)
    {
        var text = new StringBuilder().Append("digraph ").Append(id).Append(" {\n");
        foreach (var node in InTopologicalOrder(graph))
        {
            // The source of a batch task has queries below it but passes nothing to them.
            if (node.Provides == EdgeKind.None)
                continue;

            foreach (var child in node.Children)
                text.Append(node.Name).Append(" -> ").Append(child.Name).Append(";\n");
        }

        return text.Append('}').ToString();
    }

    /// <summary>Parents before children; of two branches the one that was added later comes first.</summary>
    public static IReadOnlyList<GraphNode> InTopologicalOrder(PipelineGraph graph)
    {
        var seen = new HashSet<GraphNode>();
        var finished = new List<GraphNode>(graph.Nodes.Count);
        foreach (var source in graph.Sources.Reverse())
            Visit(source, seen, finished);

        finished.Reverse();
        return finished;
    }

    // With a stack of its own: a chain may be longer than the thread's stack is deep.
    private static void Visit(GraphNode source, HashSet<GraphNode> seen, List<GraphNode> finished)
    {
        var open = new Stack<(GraphNode Node, int NextChild)>();
        if (seen.Add(source))
            open.Push((source, 0));
        while (open.TryPop(out var top))
        {
            if (top.NextChild == top.Node.Children.Count)
            {
                finished.Add(top.Node);
                continue;
            }

            open.Push((top.Node, top.NextChild + 1));
            var child = top.Node.Children[top.NextChild];
            if (seen.Add(child))
                open.Push((child, 0));
        }
    }
}
