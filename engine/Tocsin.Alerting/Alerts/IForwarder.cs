using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>A handler that does its work at the topic: it hands events on in the commit that brings them.</summary>
internal interface IForwarder : IAlertHandler
{
    /// <summary>Takes its place at a topic, with what may still be owed to it.</summary>
    Subscription Subscribe(ForwarderPlace place);

    ValueTask<Delivery> IAlertHandler.HandleAsync(AlertEvent alert, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Delivery.Refused("events are handed on at the topic, not delivered"));
}
