namespace Tocsin.Alerting.Names;

/// <summary>
/// Which handler of a script is meant. Its place says nothing: handlers are moved, added and taken out, and each must still get what is owed to
/// it, and nothing that is owed to another.
/// </summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Destination">Stands for where it leads, such as <c>ops-3fa2b1</c>; empty when its options do not say so.</param>
/// <param name="Details">Stands for what else its options say; tells apart handlers that lead to one place.</param>
public readonly record struct NodeHandlerId(string Kind, string Destination = "", string Details = "")
{
    private const char BeforeDestination = ':';
    private const char BeforeDetails = '~';

    // Its name, as long as the node has no other that leads there: other options may change without giving it another.
    private string Road => Destination.Length == 0 ? Kind : Kind + BeforeDestination + Destination;

    /// <summary>The targets of all of a node's handlers, each with a name of its own.</summary>
    public static IReadOnlyList<HandlerTarget> TargetsOf(string topic, IEnumerable<NodeHandlerId> all)
    {
        NodeHandlerId[] ids = [.. all];
        var onRoad = ids.CountBy(id => id.Road, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. ids.Select(id => HandlerTarget.OfNode(topic, NameOf(id)))];

        string NameOf(NodeHandlerId id)
        {
            var name = onRoad[id.Road] > 1 && id.Details.Length > 0 ? id.Road + BeforeDetails + id.Details : id.Road;
            var own = name;
            for (var number = 2; !taken.Add(own); number++)
                own = name + BeforeDetails + number;
            return own;
        }
    }

    internal static string KindIn(string name) => name.IndexOfAny([BeforeDestination, BeforeDetails]) is >= 0 and var end ? name[..end] : name;

    internal static string RoadIn(string name) => name.IndexOf(BeforeDetails, StringComparison.Ordinal) is >= 0 and var end ? name[..end] : name;
}
