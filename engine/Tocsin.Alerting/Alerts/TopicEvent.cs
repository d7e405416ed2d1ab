using Tocsin.Alerting.Alerts.Care;
using Tocsin.Alerting.Alerts.Pacing;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>The place of one alert id in a topic.</summary>
internal sealed class TopicEvent(string id, EventState state)
{
    private AlertEvent? _uncommitted;
    private AlertOrigin[] _holders = [];

    public string Id { get; } = id;

    public EventState State { get; set; } = state;

    /// <summary>What is done about the alert; null, as most of the time, when nothing is.</summary>
    public AlertCare? Care { get; set; }

    /// <summary>What handlers know and what is kept from them, where that is not simply the state; of most handlers nothing.</summary>
    public IReadOnlyList<KnownAlert> Known { get; set; } = [];

    /// <summary>The last event while it waits for its commit; afterwards it is in storage, if the alert is open.</summary>
    public AlertEvent? Uncommitted => Volatile.Read(ref _uncommitted);

    /// <summary>
    /// The last change within the commit under way: of several, only that one needs to be written. Belongs to the store's thread.
    /// </summary>
    public StateChange? LastChange { get; set; }

    /// <summary>Whether there is nothing that anybody still needs of it.</summary>
    public bool IsOver => State.Level == AlertLevel.Ok && Care is null && Uncommitted is null && Known.Count == 0;

    /// <summary>What is known of a handler; null when it simply knows the state.</summary>
    /// <param name="target">The number of its target.</param>
    public KnownAlert? KnownTo(int target)
    {
        foreach (var known in Known)
        {
            if (known.Target == target)
                return known;
        }

        return null;
    }

    /// <summary>Notes whether a node has the alert open. Nearly always it is the only one.</summary>
    public void Hold(AlertOrigin node, bool isOpen)
    {
        if (isOpen == _holders.Contains(node))
            return;
        var others = _holders.Where(other => other != node && !other.HasStopped);
        _holders = isOpen ? [.. others, node] : [.. others];
    }

    /// <summary>Another node that runs and has the alert open; null when there is none.</summary>
    public AlertOrigin? HolderBesides(AlertOrigin? node) => Array.Find(_holders, other => other != node && !other.HasStopped);

    /// <summary>What an event changes in what is done about its alert, to be committed with it; null when nothing changes.</summary>
    /// <param name="topic">The topic's number.</param>
    /// <param name="before">The level before the event.</param>
    public Action<ITopicWriter>? Settle(int topic, AlertLevel before, DateTimeOffset now, ActivityLimits limits)
    {
        if (Care is not { } care)
            return null;
        var level = State.Level;
        var after = care.After(before, level);
        if (ReferenceEquals(after, care))
            return null;

        Care = ReferenceEquals(after, AlertCare.None) ? null : after;
        return writer =>
        {
            if (care.Acknowledgement is { } ended && after.Acknowledgement is null)
            {
                writer.RemoveAcknowledgement(topic, Id);
                if (level > ended.Level)
                    writer.AddActivity(topic, Id, CareRules.Risen(ended, level, now), now, limits);
            }

            if (care.Incidents.Count > 0 && after.Incidents.Count == 0)
                writer.RemoveIncidents(topic, Id);
        };
    }

    /// <summary>An event begins to wait for its commit.</summary>
    public void Expect(AlertEvent alert) => Volatile.Write(ref _uncommitted, alert);

    /// <summary>An event is committed. Called on the store's thread.</summary>
    public void Committed(AlertEvent alert) => Interlocked.CompareExchange(ref _uncommitted, null, alert);
}
