using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Matching;
using Tocsin.Alerting.Names;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>A handler's place at a topic: which events it takes, and where they go.</summary>
internal abstract class Subscription(HandlerTarget target, EventMatch? match)
{
    private LogPauses _pauses;

    /// <summary>The handler.</summary>
    public HandlerTarget Target { get; set; } = target;

    /// <summary>Null takes all events.</summary>
    public EventMatch? Match { get; } = match;

    /// <summary>
    /// Whether the handler takes an event. Where its expression has no answer, it does not, and the log says why, now and then. Called under
    /// the lock of the topics.
    /// </summary>
    public bool Takes(AlertEvent alert, ILogger log, TimeProvider time)
    {
        if (!Wants(alert))
            return false;

        var isMatch = true;
        if (Match is not null && !Match.TryEvaluate(alert, out isMatch, out var error))
        {
            if (_pauses.IsDue(time, error, out var unlogged))
                AlertLog.MatchFailed(log, Target.ToString(), Match.Text, alert.Id, unlogged, error);
            return false;
        }

        return isMatch;
    }

    /// <summary>Whether the handler takes an event, and why, without counting that it was asked.</summary>
    public ListenerVerdict Judge(AlertEvent alert)
    {
        var topics = this is Published published ? published.Topics : [];
        if (!Wants(alert))
            return new ListenerVerdict(Target, Match?.Text ?? "", Takes: false, "it does not get events of its own system") { Topics = topics };
        var (holds, saw) = Match?.Review(alert) ?? (true, "");
        return new ListenerVerdict(Target, Match?.Text ?? "", holds, saw) { Topics = topics };
    }

    /// <summary>False for events that never go there, whatever the expression says.</summary>
    protected virtual bool Wants(AlertEvent alert) => true;

    /// <summary>Hands events to a queue of deliveries.</summary>
    public sealed class Delivered(HandlerTarget target, EventMatch? match, IDeliveryQueue queue, HandlerSystem system) : Subscription(target, match)
    {
        public IDeliveryQueue Queue { get; } = queue;

        /// <summary>Which events go out when; null when all do at once.</summary>
        public DeliveryPace? Pace { get; init; }

        /// <summary>Whom the handler tells.</summary>
        public HandlerSystem System { get; } = system;

        /// <summary>True for a handler of an alert node: it leaves its topic when the node stops.</summary>
        public bool IsOfNode { get; init; }

        protected override bool Wants(AlertEvent alert) => System.Wants(alert);
    }

    /// <summary>Publishes events to other topics.</summary>
    public sealed class Published(HandlerTarget target, EventMatch? match, IReadOnlyList<string> topics) : Subscription(target, match)
    {
        public IReadOnlyList<string> Topics { get; } = topics;
    }
}
