namespace Tocsin.Engine.Hosting;

/// <summary>What an answer to a write promises.</summary>
public enum WriteAcknowledgement
{
    /// <summary>All alerts that the points raise are in storage: a crash loses none of them.</summary>
    Committed,

    /// <summary>The points wait for the tasks: faster, but a crash may lose what they would have raised.</summary>
    Queued,
}
