using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>
/// A recovery that no handler is told of: topics that know of the problem, and those they publish on to, learn that it is over. Otherwise
/// the next problem would pass for the old one. Where another node has the alert open it is not over. To be used under the lock of <see cref="Topics"/>.
/// </summary>
/// <param name="recovery">What the topics are to know.</param>
/// <param name="by">The node whose problem it was.</param>
/// <param name="commit">Gets what is to be committed: nothing when nobody knew of the problem.</param>
internal sealed class Settlement(TopicBoard board, EventPublication publication, AlertEvent recovery, AlertOrigin? by, JointChange commit)
{
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);

    /// <summary>Settles the problem in a topic and wherever that publishes to, whatever it publishes of other events.</summary>
    public void Visit(string? name, AlertOrigin? origin)
    {
        if (string.IsNullOrEmpty(name) || !_visited.Add(name) || board.Find(name) is not { } topic)
            return;
        if (publication.TryHandOver(name, recovery.Id, by, commit))
            return;

        if (topic.Events.TryGetValue(recovery.Id, out var known) && known.State.Level != AlertLevel.Ok)
        {
            publication.Change(topic, recovery with { Topic = name, PreviousLevel = known.State.Level }, known.State, origin, by, commit);
            publication.DropIfOver(topic, known, commit);
        }

        foreach (var further in topic.Subscriptions.OfType<Subscription.Published>().SelectMany(published => published.Topics))
            Visit(further, origin: null);
    }
}
