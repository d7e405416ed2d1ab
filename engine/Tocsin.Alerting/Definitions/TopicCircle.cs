using Tocsin.Alerting.Names;

namespace Tocsin.Alerting.Definitions;

/// <summary>
/// Finds handlers that lead events back to where they came from. An aggregate in such a circle gathers what it published itself, with every
/// interval and for ever.
/// </summary>
public static class TopicCircle
{
    /// <summary>What is wrong with a handler that closes a circle with others; null when it closes none.</summary>
    /// <param name="added">The handler.</param>
    /// <param name="others">Those that are there; one of the same target counts as replaced.</param>
    public static string? ClosedBy(TopicWay added, IEnumerable<TopicWay> others)
    {
        if (added.To.Count == 0)
            return null;
        var ways = others.Where(other => other.Handler != added.Handler && other.To.Count > 0).ToLookup(other => other.Handler.Topic, StringComparer.Ordinal);
        return Find(added, ways) is { } path
            ? $"events would go round in a circle: topic '{added.Handler.Topic}'{string.Concat(path.Select(step => $" -> '{step.To}' (handler '{step.By.Handler}')"))}; hand them to a topic from which no handler leads back"
            : null;
    }

    // The shortest way back, a step at a time from all topics that were reached.
    private static IReadOnlyList<(string To, HandlerTarget By)>? Find(TopicWay added, ILookup<string, TopicWay> ways)
    {
        var cameBy = new Dictionary<string, (string From, HandlerTarget By)>(StringComparer.Ordinal);
        var reached = new Queue<string>();
        Reach(added);
        while (reached.TryDequeue(out var topic))
        {
            if (topic == added.Handler.Topic)
                return PathTo(topic, cameBy);
            foreach (var way in ways[topic])
                Reach(way);
        }

        return null;

        void Reach(TopicWay way)
        {
            foreach (var to in way.To)
            {
                if (cameBy.TryAdd(to, (way.Handler.Topic, way.Handler)))
                    reached.Enqueue(to);
            }
        }
    }

    private static List<(string To, HandlerTarget By)> PathTo(string end, Dictionary<string, (string From, HandlerTarget By)> cameBy)
    {
        var path = new List<(string To, HandlerTarget By)>();
        var at = end;
        do
        {
            var (from, by) = cameBy[at];
            path.Insert(0, (at, by));
            at = from;
        }
        while (at != end);
        return path;
    }
}
