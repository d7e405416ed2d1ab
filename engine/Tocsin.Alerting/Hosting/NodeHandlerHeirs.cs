using Tocsin.Alerting.Names;

namespace Tocsin.Alerting.Hosting;

/// <summary>
/// Finds the handlers of an alert node again that its script had before: they keep what is owed to them. A handler that leads elsewhere is never the
/// heir of another.
/// </summary>
internal static class NodeHandlerHeirs
{
    /// <summary>The targets that there are now in the place of targets before; those without an heir belong to handlers that are gone.</summary>
    /// <param name="before">What something may be owed to.</param>
    /// <param name="now">The handlers in the order of the script.</param>
    /// <param name="isKnown">True for a target that had a handler at some time.</param>
    public static IReadOnlyDictionary<HandlerTarget, HandlerTarget> Find(
        IReadOnlyList<FormerHandler> before, IReadOnlyList<(HandlerTarget Target, NodeHandlerId Id)> now, Func<HandlerTarget, bool> isKnown)
    {
        var heirs = new Dictionary<HandlerTarget, HandlerTarget>();
        var left = now.ToList();

        // The same handler under the same name, under another one since others came or went, and one of which no more than the name is known.
        Match((old, one) => old.Id == one.Id && old.Target == one.Target);
        Match((old, one) => old.Id == one.Id);
        Match((old, one) => old.Target == one.Target && !old.IsLeaving);

        // Earlier versions named handlers by their places, and the script has not changed since.
        Match((old, one) => old.Target.OldPlace is var (index, kind) && index < now.Count && now[index] == one && kind == one.Id.Kind);

        // The only one that leads there was changed in something else. One that was taken out before was not, and has no heir but itself: of what the server
        // knew before it started it has the names only, and a handler that had its own then is another.
        foreach (var road in before.Where(old => !heirs.ContainsKey(old.Target) && !old.IsLeaving).GroupBy(old => old.Target.NodeRoad).Where(road => road.Key is not null).ToList())
        {
            if (road.ToList() is [var old] && left.Where(one => one.Target.NodeRoad == road.Key).ToList() is [var one] && (old.Id is not null || !isKnown(one.Target)))
                Inherit(old, one);
        }

        return heirs;

        void Match(Func<FormerHandler, (HandlerTarget Target, NodeHandlerId Id), bool> isSame)
        {
            foreach (var old in before.Where(old => !heirs.ContainsKey(old.Target)))
            {
                if (left.Where(one => isSame(old, one)).Take(1).ToList() is [var one])
                    Inherit(old, one);
            }
        }

        void Inherit(FormerHandler old, (HandlerTarget Target, NodeHandlerId Id) one)
        {
            heirs.Add(old.Target, one.Target);
            left.Remove(one);
        }
    }
}
