using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Handlers;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Aggregation;

/// <summary>Gathers the events of an interval and publishes one in their place to another topic.</summary>
[AlertHandler("aggregate")]
internal sealed class AggregateHandler(AggregateOptions options) : IForwarder
{
    public Subscription Subscribe(ForwarderPlace place) => new Subscription.Delivered(
        place.Target,
        place.Match,
        place.Outbox.Attach(
            place.Target,
            owed => new Aggregator(place.Topic, owed, options, place.Store, place.Topics, place.Time, place.Log),
            aggregator => aggregator.Use(options)),
        new HandlerSystem("aggregate", TakesActivity: false));
}
