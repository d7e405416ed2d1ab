namespace Tocsin.Dsl.Binding;

/// <summary>Which nodes can follow which.</summary>
internal static class Placement
{
    /// <summary>False for nodes that no script names after a <c>|</c>.</summary>
    public static bool IsCallable(NodeDescriptor node) => node.InScript && !IsSource(node);

    public static bool CanFollow(NodeDescriptor node, GraphNode parent) => CanFollow(node, parent.Descriptor, parent.Provides);

    /// <param name="provides">What the parent passes on.</param>
    public static bool CanFollow(NodeDescriptor node, NodeDescriptor parent, EdgeKind provides)
    {
        if (!IsCallable(node))
            return false;
        if (node.Follows.Count > 0)
            return node.Follows.Contains(parent.Name);
        return node.StandsApart || (!IsSource(parent) && provides != EdgeKind.None);
    }

    private static bool IsSource(NodeDescriptor node) => node.Name is TaskType.StreamName or TaskType.BatchName;
}
