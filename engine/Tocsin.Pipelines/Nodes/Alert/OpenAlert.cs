namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>An alert that ends when its data stays away.</summary>
internal sealed class OpenAlert(string id)
{
    public string Id { get; } = id;

    /// <summary>A time stamp of the clock.</summary>
    public long LastSeen { get; set; }

    /// <summary>What the node knows of the group; null for an alert of before a restart whose data has not come again.</summary>
    public AlertState? State { get; set; }
}
