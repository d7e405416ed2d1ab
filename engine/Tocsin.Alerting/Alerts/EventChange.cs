using System.Buffers;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Storage;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>An event's new state in a topic and the deliveries it causes, together with those of topics it was published on to.</summary>
internal sealed class EventChange(int topic, TopicEvent place, AlertEvent alert, AlertOrigin? origin, long sinceUnixMilliseconds) : StateChange
{
    // Only the store's thread writes events.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    private readonly EventState _state = place.State;
    private List<IDeliveryQueue>? _queues;
    private EventChange? _next;
    private int _numbers;
    private Action<IStateWriter>? _also;

    public override int Numbers => _numbers;

    /// <summary>The event, with the incidents of its alert.</summary>
    public AlertEvent Event => alert;

    /// <summary>How many handlers get the event that can do their work.</summary>
    public int Listeners { get; private set; }

    private bool HasOrigin => origin is not null;

    /// <summary>Owes the event to a handler.</summary>
    public void Owe(IDeliveryQueue queue)
    {
        (_queues ??= new List<IDeliveryQueue>(1)).Add(queue);
        _numbers++;
        if (queue.CanDeliver)
            Listeners++;
    }

    /// <summary>Commits another event together with this one. After the call, nothing may be added to the other.</summary>
    public void Append(EventChange other)
    {
        var last = this;
        while (last._next is not null)
            last = last._next;
        last._next = other;
        _numbers += other._numbers;
        Listeners += other.Listeners;
    }

    /// <summary>Commits something else together with this event.</summary>
    public void Also(Action<IStateWriter> apply) => _also += apply;

    public override void Announce()
    {
        for (var change = this; change is not null; change = change._next)
            change.MarkLast();
    }

    public override void Apply(IStateWriter writer)
    {
        var number = FirstNumber;
        for (var change = this; change is not null; change = change._next)
            change.ApplyOne(writer, ref number);
    }

    public override void Committed()
    {
        var number = FirstNumber;
        for (var change = this; change is not null; change = change._next)
            number = change.Tell(number);
    }

    private void MarkLast() => place.LastChange = this;

    private void ApplyOne(IStateWriter writer, ref long number)
    {
        var isLast = place.LastChange == this;
        var isOpen = alert.Level != AlertLevel.Ok;
        var isKept = isLast || (origin is not null && place.LastChange is EventChange { HasOrigin: false }); // Later events of others leave the origin as it is kept.
        var bytes = _queues is not null || (isKept && isOpen) ? Encode() : default;
        if (isLast)
            writer.SaveEvent(topic, place.Id, _state);
        if (isKept)
        {
            if (isOpen)
                writer.SaveOpenAlert(topic, place.Id, origin, bytes);
            else
                writer.RemoveOpenAlert(topic, place.Id);
        }

        _also?.Invoke(writer);
        if (_queues is null)
            return;
        foreach (var queue in _queues)
        {
            writer.AddOwed(queue.Target, number, number, sinceUnixMilliseconds, bytes);
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

    private long Tell(long number)
    {
        if (place.LastChange == this)
            place.LastChange = null;
        place.Committed(alert);
        if (_queues is null)
            return number;
        foreach (var queue in _queues)
        {
            queue.Accept(new OwedDelivery(number, number, sinceUnixMilliseconds, alert));
            number++;
        }

        return number;
    }
}
