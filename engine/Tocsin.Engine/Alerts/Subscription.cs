using Tocsin.Engine.Deliveries;
using Tocsin.Sdk;

namespace Tocsin.Engine.Alerts;

/// <summary>A handler's place at a topic: which events it takes, and where they go.</summary>
internal abstract class Subscription(string name, EventMatch? match)
{
    /// <summary>The target's name: <c>topic/handler</c>.</summary>
    public string Name { get; set; } = name;

    /// <summary>Null takes all events.</summary>
    public EventMatch? Match { get; } = match;

    /// <summary>Events the handler took.</summary>
    public long Matched { get; private set; }

    /// <summary>Events for which the match expression had no answer; they were not taken.</summary>
    public long MatchErrors { get; private set; }

    /// <summary>Whether the handler takes an event; with an error when that cannot be said.</summary>
    public bool Takes(AlertEvent alert, out string? error)
    {
        error = null;
        var isMatch = true;
        if (Match is not null && !Match.TryEvaluate(alert, out isMatch, out error))
        {
            MatchErrors++;
            return false;
        }

        if (isMatch)
            Matched++;
        return isMatch;
    }

    /// <summary>Hands events to a queue of deliveries.</summary>
    public sealed class Delivered(string name, EventMatch? match, IDeliveryQueue queue) : Subscription(name, match)
    {
        public IDeliveryQueue Queue { get; } = queue;

        /// <summary>The system that the handler tells: it gets no event that came from there. Empty for one that tells none.</summary>
        public string System { get; init; } = "";

        /// <summary>True for a handler of an alert node: it leaves its topic when the node stops.</summary>
        public bool IsOfNode { get; init; }
    }

    /// <summary>Publishes events to other topics.</summary>
    public sealed class Published(string name, EventMatch? match, IReadOnlyList<string> topics) : Subscription(name, match)
    {
        public IReadOnlyList<string> Topics { get; } = topics;
    }
}
