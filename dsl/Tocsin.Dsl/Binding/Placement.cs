namespace Tocsin.Dsl.Binding;

/// <summary>Which nodes can follow which.</summary>
internal static class Placement
{
    /// <summary>False for nodes that no script names after a <c>|</c>.</summary>
    public static bool IsCallable(NodeDescriptor node) => node.InScript && !IsSource(node);

    public static bool CanFollow(NodeDescriptor node, GraphNode parent)
    {
        if (!IsCallable(node))
            return false;
        if (node.Follows.Count > 0)
            return node.Follows.Contains(parent.Descriptor.Name);
        return node.StandsApart || (!IsSource(parent.Descriptor) && parent.Provides != EdgeKind.None);
    }

    private static bool IsSource(NodeDescriptor node) => node.Name is TaskType.StreamName or TaskType.BatchName;
}
