using System.Buffers;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Storage;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Activities;

/// <summary>What was done about an alert in a topic, what follows for its state and whom it is told to.</summary>
/// <param name="topic">The topic's number.</param>
/// <param name="alert">What handlers are told.</param>
/// <param name="activity">What is kept; the one of the event.</param>
internal sealed class ActivityChange(int topic, AlertEvent alert, AlertActivity activity, DateTimeOffset now, ActivityLimits limits) : StateChange
{
    private readonly List<IDeliveryQueue> _queues = [];

    public override int Numbers => _queues.Count;

    public override bool IsUrgent => IsAwaited;

    /// <summary>False for what is found out again should it get lost.</summary>
    public bool IsAwaited { get; init; } = true;

    /// <summary>The acknowledgement that the alert has from now on; null for none.</summary>
    public Acknowledgement? Acknowledgement { get; init; }

    /// <summary>True when the alert had one before.</summary>
    public bool WasAcknowledged { get; init; }

    /// <summary>An incident that the alert is linked to from now on; null when there is no new one.</summary>
    public IncidentReference? Incident { get; init; }

    /// <summary>Owes the activity to a handler.</summary>
    public void Owe(IDeliveryQueue queue) => _queues.Add(queue);

    public override void Apply(IStateWriter writer)
    {
        if (Acknowledgement is not null)
            writer.SaveAcknowledgement(topic, alert.Id, Acknowledgement);
        else if (WasAcknowledged)
            writer.RemoveAcknowledgement(topic, alert.Id);
        if (Incident is not null)
            writer.SaveIncident(topic, alert.Id, Incident);
        writer.AddActivity(topic, alert.Id, activity, now, limits);
        if (_queues.Count == 0)
            return;

        var bytes = new ArrayBufferWriter<byte>(1024);
        EventCodec.Write(bytes, alert);
        var number = FirstNumber;
        foreach (var queue in _queues)
        {
            var owed = Owed(number++);
            writer.AddOwed(queue.Target, owed.Number, owed.Key, owed.SinceUnixMilliseconds, bytes.WrittenSpan);
        }
    }

    public override void Committed()
    {
        var number = FirstNumber;
        foreach (var queue in _queues)
            queue.Accept(Owed(number++));
    }

    private OwedDelivery Owed(long number) => new(number, number, now.ToUnixTimeMilliseconds(), alert);
}
