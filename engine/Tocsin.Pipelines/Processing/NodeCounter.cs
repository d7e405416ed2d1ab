namespace Tocsin.Pipelines.Processing;

/// <summary>A named count of one node.</summary>
internal sealed class NodeCounter(string name)
{
    public string Name { get; } = name;

    public long Value { get; set; }
}
