using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Storage;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>The place of one alert id in a topic.</summary>
internal sealed class TopicEvent(string id, EventState state)
{
    private AlertEvent? _uncommitted;

    public string Id { get; } = id;

    public EventState State { get; set; } = state;

    /// <summary>What is done about the alert; null, as most of the time, when nothing is.</summary>
    public AlertCare? Care { get; set; }

    /// <summary>The last event while it waits for its commit; afterwards it is in storage, if the alert is open.</summary>
    public AlertEvent? Uncommitted => Volatile.Read(ref _uncommitted);

    /// <summary>
    /// The last change within the commit under way: of several, only that one needs to be written. Belongs to the store's thread.
    /// </summary>
    public StateChange? LastChange { get; set; }

    /// <summary>Whether there is nothing that anybody still needs of it.</summary>
    public bool IsOver => State.Level == AlertLevel.Ok && Care is null && Uncommitted is null;

    /// <summary>An event begins to wait for its commit.</summary>
    public void Expect(AlertEvent alert) => Volatile.Write(ref _uncommitted, alert);

    /// <summary>An event is committed. Called on the store's thread.</summary>
    public void Committed(AlertEvent alert) => Interlocked.CompareExchange(ref _uncommitted, null, alert);
}
