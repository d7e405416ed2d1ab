using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Activities;

/// <summary>What was done about an alert in a topic, what follows for its state and whom it is told to.</summary>
/// <param name="topic">The topic's number.</param>
/// <param name="alert">What handlers are told.</param>
/// <param name="activity">What is kept; the one of the event.</param>
internal sealed class ActivityChange(int topic, AlertEvent alert, AlertActivity activity, DateTimeOffset now, ActivityLimits limits)
    : OwingChange(alert, now.ToUnixTimeMilliseconds())
{
    public override bool IsUrgent => IsAwaited;

    /// <summary>False for what is found out again should it get lost.</summary>
    public bool IsAwaited { get; init; } = true;

    /// <summary>The acknowledgement that the alert has from now on; null for none.</summary>
    public Acknowledgement? Acknowledgement { get; init; }

    /// <summary>True when the alert had one before.</summary>
    public bool WasAcknowledged { get; init; }

    /// <summary>An incident that the alert is linked to from now on; null when there is no new one.</summary>
    public IncidentReference? Incident { get; init; }

    public override void Apply(IStateWriter writer)
    {
        if (Acknowledgement is not null)
            writer.SaveAcknowledgement(topic, Event.Id, Acknowledgement);
        else if (WasAcknowledged)
            writer.RemoveAcknowledgement(topic, Event.Id);
        if (Incident is not null)
            writer.SaveIncident(topic, Event.Id, Incident);
        writer.AddActivity(topic, Event.Id, activity, now, limits);
        if (!OwesNothing)
            WriteOwed(writer, Encode());
    }
}
