namespace Tocsin.Pipelines.Tasks;

/// <summary>What a node made of data while somebody watched.</summary>
/// <param name="Name">The node's name, such as <c>where2</c>.</param>
/// <param name="Place">Where it stands in the script: <c>line 3 char 6</c>; empty when there is no script.</param>
/// <param name="Came">Points or batches that came to it.</param>
/// <param name="Went">What it passed on, to each of its children.</param>
public sealed record WatchedNode(string Name, string Place, long Came, long Went)
{
    /// <summary>Points or batches that came to it since the task began, of all data.</summary>
    public long CameEver { get; init; }

    /// <summary>True when others come after it, to which it may pass on.</summary>
    public bool HasChildren { get; init; }

    /// <summary>The last data that came, as JSON of one series; of a batch its last point. Empty when none came.</summary>
    public ReadOnlyMemory<byte> Last { get; init; }

    /// <summary>What the node made of it, in words; empty for nodes that only pass on or hold.</summary>
    public IReadOnlyList<string> Why { get; init; } = [];
}
