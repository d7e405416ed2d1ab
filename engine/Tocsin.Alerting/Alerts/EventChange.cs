using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>An event's new state in a topic and the deliveries it causes there.</summary>
internal sealed class EventChange(int topic, TopicEvent place, AlertEvent alert, AlertOrigin? origin, long sinceUnixMilliseconds)
    : OwingChange(alert, sinceUnixMilliseconds)
{
    private readonly EventState _state = place.State;

    private bool HasOrigin => origin is not null;

    public override void Announce() => place.LastChange = this;

    public override void Apply(IStateWriter writer)
    {
        var isLast = place.LastChange == this;
        var isOpen = Event.Level != AlertLevel.Ok;
        var isKept = isLast || (origin is not null && place.LastChange is EventChange { HasOrigin: false }); // Later events of others leave the origin as it is kept.
        var bytes = !OwesNothing || (isKept && isOpen) ? Encode() : default;
        if (isLast)
            writer.SaveEvent(topic, place.Id, _state);
        if (isKept)
        {
            if (isOpen)
                writer.SaveOpenAlert(topic, place.Id, origin, bytes);
            else
                writer.RemoveOpenAlert(topic, place.Id);
        }

        WriteOwed(writer, bytes);
        WriteKept(writer);
    }

    public override void Committed()
    {
        if (place.LastChange == this)
            place.LastChange = null;
        place.Committed(Event);
        base.Committed();
    }
}
