namespace Tocsin.Pipelines.Nodes.Join;

/// <summary>What the nodes have for one time: a point, or a batch, of each.</summary>
internal sealed class JoinSet<TItem>(int parents)
    where TItem : class
{
    private int _missing = parents;

    /// <summary>The rounded time.</summary>
    public long Time { get; set; }

    /// <summary>By parent; null where there is none yet.</summary>
    public TItem?[] Items { get; } = new TItem?[parents];

    public bool IsComplete => _missing == 0;

    /// <summary>The lowest parent that has an item. A set that waits has at least one.</summary>
    public int First => Array.FindIndex(Items, item => item is not null);

    public void Put(int parent, TItem item)
    {
        Items[parent] = item;
        _missing--;
    }

    /// <summary>Makes the set ready for another time.</summary>
    public void Clear()
    {
        Array.Clear(Items);
        _missing = Items.Length;
    }
}
