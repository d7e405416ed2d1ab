using System.Buffers;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Storage;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>An event's new state in a topic and the deliveries it causes there.</summary>
internal sealed class EventChange(int topic, TopicEvent place, AlertEvent alert, AlertOrigin? origin, long sinceUnixMilliseconds) : StateChange
{
    // Only the store's thread writes events.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    private readonly EventState _state = place.State;
    private IDeliveryQueue[] _queues = [];

    public override int Numbers => _queues.Length;

    /// <summary>The event, with the incidents of its alert.</summary>
    public AlertEvent Event => alert;

    private bool HasOrigin => origin is not null;

    /// <summary>Owes the event to a handler.</summary>
    public void Owe(IDeliveryQueue queue) => _queues = [.. _queues, queue]; // Few topics have more than two.

    public override void Announce() => place.LastChange = this;

    public override void Apply(IStateWriter writer)
    {
        var isLast = place.LastChange == this;
        var isOpen = alert.Level != AlertLevel.Ok;
        var isKept = isLast || (origin is not null && place.LastChange is EventChange { HasOrigin: false }); // Later events of others leave the origin as it is kept.
        var bytes = _queues.Length > 0 || (isKept && isOpen) ? Encode() : default;
        if (isLast)
            writer.SaveEvent(topic, place.Id, _state);
        if (isKept)
        {
            if (isOpen)
                writer.SaveOpenAlert(topic, place.Id, origin, bytes);
            else
                writer.RemoveOpenAlert(topic, place.Id);
        }

        var number = FirstNumber;
        foreach (var queue in _queues)
        {
            writer.AddOwed(queue.Target, number, number, sinceUnixMilliseconds, bytes);
            number++;
        }
    }

    public override void Committed()
    {
        if (place.LastChange == this)
            place.LastChange = null;
        place.Committed(alert);
        var number = FirstNumber;
        foreach (var queue in _queues)
        {
            queue.Accept(new OwedDelivery(number, number, sinceUnixMilliseconds, alert));
            number++;
        }
    }

    private ReadOnlySpan<byte> Encode()
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(4096);
        buffer.ResetWrittenCount();
        EventCodec.Write(buffer, alert);
        return buffer.WrittenSpan;
    }
}
