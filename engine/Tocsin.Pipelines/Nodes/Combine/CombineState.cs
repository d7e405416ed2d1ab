using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Combine;

/// <summary>The points of a group that have one time.</summary>
internal sealed class CombineState(string name, Group group, ExpressionState[] memories)
{
    /// <summary>The name of what is made.</summary>
    public string Name { get; } = name;

    public Group Group { get; } = group;

    /// <summary>By expression.</summary>
    public ExpressionState[] Memories { get; } = memories;

    /// <summary>The rounded time of the points.</summary>
    public long Time { get; set; }

    public List<Point> Points { get; } = [];
}
