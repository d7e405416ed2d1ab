using Tocsin.Alerting.Hosting;

namespace Tocsin.Pipelines.Tasks;

/// <summary>
/// The alert nodes that a change of the script gives another name, as a node that is put in before them does: they are the same alerts, and their handlers
/// must get what comes after what they are still owed.
/// </summary>
internal sealed class NodeMoves
{
    private readonly AlertSystem _alerts;
    private readonly List<(string Old, string New)> _topics;

    private NodeMoves(AlertSystem alerts, List<(string Old, string New)> topics) => (_alerts, _topics) = (alerts, topics);

    /// <summary>Finds the nodes that make the same ids as before under another name; null when there are none, or no script ran before.</summary>
    /// <param name="before">The alert nodes of the script that ran before.</param>
    /// <param name="now">Those of the one that is to run.</param>
    public static NodeMoves? Of(IReadOnlyList<AlertNodePlace> before, IReadOnlyList<AlertNodePlace> now, AlertSystem alerts)
    {
        var names = before.Concat(now).Select(node => node.Topic).ToHashSet(StringComparer.Ordinal);
        var topics = before.GroupBy(node => node.Shape)
            .SelectMany(same => same.Zip(now.Where(node => node.Shape == same.Key), (old, heir) => (Old: old, New: heir)))
            .Where(pair => pair.Old.HasOwnTopic && pair.New.HasOwnTopic && CanMove(pair.Old.Topic, pair.New.Topic))
            .Select(pair => (pair.Old.Topic, pair.New.Topic)).ToList();
        return topics.Count > 0 ? new NodeMoves(alerts, topics) : null;

        // A crash amid the change leads here again: a name that one node leaves and another takes would be moved twice.
        bool CanMove(string from, string to) => from != to
            && now.All(node => node.Topic != from) && before.All(node => node.Topic != to)
            && !names.Any(name => name != from && name.StartsWith(from, StringComparison.Ordinal))
            && alerts.Handlers.All.All(handler => handler.Topic != from);
    }

    public void Make() => _topics.ForEach(move => _alerts.MoveNode(move.Old, move.New));

    /// <summary>The script does not run: the one before does again.</summary>
    public void TakeBack() => _topics.ForEach(move => _alerts.MoveNode(move.New, move.Old));
}
