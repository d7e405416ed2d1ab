using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Publishing;

/// <summary>Publishes events to other topics, where they are matched again.</summary>
[AlertHandler("publish")]
internal sealed class PublishHandler(PublishOptions options) : IForwarder
{
    public Subscription Subscribe(ForwarderPlace place) => new Subscription.Published(place.Target, place.Match, options.Topics);
}
