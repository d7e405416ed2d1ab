namespace Tocsin.Pipelines.Nodes.Window;

/// <summary>What a window by time keeps for one group.</summary>
/// <param name="name">The measurement of the group's first message: the name of all its batches.</param>
internal sealed class WindowState(string name)
{
    public string Name { get; } = name;

    public WindowBuffer Buffer { get; } = new();

    /// <summary>False until the first message said when the first window ends.</summary>
    public bool IsStarted { get; set; }

    /// <summary>The time that ends the window that is open.</summary>
    public long NextEmit { get; set; }
}
