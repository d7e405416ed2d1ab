namespace Tocsin.Alerting.Storage.Rows;

/// <summary>An alert node that runs: where events are raised, so that their recovery can be told when no data will tell it.</summary>
/// <param name="node">The node's own topic: <c>main:task:node</c>.</param>
/// <param name="shape">What the ids of the node's alerts are made from; another shape means other ids.</param>
public sealed class AlertOrigin(string node, string shape)
{
    private volatile bool _hasStopped;

    public string Node => node;

    public string Shape => shape;

    /// <summary>True when the node runs no more, and so has nothing open.</summary>
    public bool HasStopped => _hasStopped;

    /// <summary>The node runs no more.</summary>
    public void Stop() => _hasStopped = true;
}
