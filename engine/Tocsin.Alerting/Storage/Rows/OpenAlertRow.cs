namespace Tocsin.Alerting.Storage.Rows;

/// <summary>An alert of a task that a topic was told of and that is not OK.</summary>
/// <param name="Topic">The topic that was told.</param>
/// <param name="Node">The alert node: <c>main:task:node</c>.</param>
/// <param name="Shape">What the node made its ids from.</param>
/// <param name="Event">The last event, encoded.</param>
public sealed record OpenAlertRow(string Topic, string Node, string Shape, byte[] Event)
{
    /// <summary>True when its handlers are to be told of the end; false when the alert was raised as one without recoveries.</summary>
    public bool IsRecoverable => EventCodec.TryRead(Event) is not { Recoverable: false };
}
