using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Nodes.Join;

/// <summary>How the data of each parent looked last: what stands for a missing point has the names that it would have had.</summary>
internal sealed class JoinMemory(int parents)
{
    private readonly string?[] _names = new string?[parents];
    private readonly FieldLayout?[] _layouts = new FieldLayout?[parents];

    public void Remember(int parent, string name, FieldLayout? layout)
    {
        _names[parent] = name;
        _layouts[parent] = layout ?? _layouts[parent];
    }

    /// <summary>The measurement of a parent; null while it is not known.</summary>
    public string? NameOf(int parent) => _names[parent];

    /// <summary>The fields of a parent; null while they are not known.</summary>
    public FieldLayout? LayoutOf(int parent) => _layouts[parent];
}
