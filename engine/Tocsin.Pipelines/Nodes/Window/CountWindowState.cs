namespace Tocsin.Pipelines.Nodes.Window;

/// <summary>What a window by number keeps for one group.</summary>
/// <param name="name">The measurement of the group's first message: the name of all its batches.</param>
/// <param name="untilEmit">Points until the first batch.</param>
internal sealed class CountWindowState(string name, long untilEmit)
{
    public string Name { get; } = name;

    public WindowBuffer Buffer { get; } = new();

    /// <summary>Points to come until the next batch.</summary>
    public long UntilEmit { get; set; } = untilEmit;
}
