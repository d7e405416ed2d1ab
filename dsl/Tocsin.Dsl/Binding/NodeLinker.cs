namespace Tocsin.Dsl.Binding;

/// <summary>Makes the nodes that a script asks for and gives them their place in the graph.</summary>
internal sealed class NodeLinker(BindingContext context)
{
    /// <summary>The node the script goes on with; poison after reporting why there is none.</summary>
    public object Link(GraphNode left, NodeDescriptor descriptor, ChainCall call)
    {
        if (ArgumentMatcher.Match(context.Diagnostics, descriptor.Constructor, call) is not { } arguments)
            return Poison.Value;

        var parents = ParentsOf(left, descriptor, call);
        if (!HaveRightEdges(descriptor, parents, call))
            return Poison.Value;

        try
        {
            // A node's constructor member always returns its definition.
            var definition = (NodeDefinition)descriptor.Constructor.Invoke(null, arguments)!;
            var node = context.Graph.Add(descriptor, definition, call.Span, parents);
            if (parents.Count == 0)
                node.Subject = left;
            return definition.OnLinked(context.Graph, node);
        }
        catch (ScriptArgumentException e)
        {
            context.Diagnostics.ReportArgument(call.Span, call.Name, e);
            return Poison.Value;
        }
    }

    private static List<GraphNode> ParentsOf(GraphNode left, NodeDescriptor descriptor, ChainCall call)
    {
        if (descriptor.StandsApart)
            return [];

        var parents = new List<GraphNode> { left };
        if (descriptor.TakesParents)
            parents.AddRange(call.Arguments.Select(a => a as GraphNode ?? (a as ScriptObject)?.Node).OfType<GraphNode>());
        return parents;
    }

    private bool HaveRightEdges(NodeDescriptor descriptor, List<GraphNode> parents, ChainCall call)
    {
        foreach (var parent in parents)
        {
            var wanted = descriptor.Wants == EdgeKind.Any ? parents[0].Provides : descriptor.Wants;
            if (parent.Provides == wanted)
                continue;

            if (descriptor.Wants == EdgeKind.Any)
                context.Diagnostics.ReportMixedParents(call.Span, descriptor, parents[0], parent);
            else
                context.Diagnostics.ReportWrongEdge(call.Span, descriptor, parent);
            return false;
        }

        return true;
    }
}
