using Tocsin.Alerting.Storage.Rows;
using Tocsin.Pipelines.Nodes.Alert;

namespace Tocsin.Pipelines.Tasks;

/// <summary>An alert node of a task's script.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Topic">Its own topic.</param>
/// <param name="Shape">What it makes ids from.</param>
internal sealed record AlertNodePlace(string Name, string Topic, string Shape, AlertNode Node)
{
    /// <summary>True when events go to a topic of the node's own: for its handlers, for configured ones, or because it mutes others.</summary>
    public required bool HasOwnTopic { get; init; }

    /// <summary>
    /// True when the node goes on with an open alert: it publishes the same ids to the same topic, and tells of the end if that is owed.
    /// </summary>
    public bool Raises(OpenAlertRow alert) => (!Node.OmitsRecoveries || !alert.IsRecoverable) && Shape == alert.Shape &&
        (alert.Topic == alert.Node ? Topic == alert.Node && HasOwnTopic : Node.Topic == alert.Topic);
}
