using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Alerting.Deliveries;

/// <summary>The lanes of one handler: ready for an attempt, pausing after one, or taken. Not safe for several threads at once.</summary>
internal sealed class LaneBoard
{
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Lane, long> _ready = new();
    private readonly PriorityQueue<Lane, DateTimeOffset> _pausing = new();

    /// <summary>How many lanes are ready.</summary>
    public int Ready => _ready.Count;

    public bool HasPausing => _pausing.Count > 0;

    /// <summary>When the first pause ends; the end of time when there is none.</summary>
    public DateTimeOffset NextWake => _pausing.TryPeek(out _, out var due) ? due : DateTimeOffset.MaxValue;

    /// <summary>All lanes, in no order.</summary>
    public IEnumerable<Lane> Lanes => _lanes.Values;

    /// <summary>The lane of an alert id, or null when nothing of it is here.</summary>
    public Lane? Find(string id) => _lanes.GetValueOrDefault(id);

    /// <summary>Puts a delivery at the end of its lane.</summary>
    public Lane Add(OwedDelivery delivery)
    {
        if (!_lanes.TryGetValue(delivery.Event.Id, out var lane))
            _lanes.Add(delivery.Event.Id, lane = new Lane());
        lane.Add(delivery);
        if (lane.Count == 1)
            MakeReady(lane);
        return lane;
    }

    /// <summary>Takes the ready lane with the oldest delivery.</summary>
    public bool TryTake([NotNullWhen(true)] out Lane? lane)
    {
        if (!_ready.TryDequeue(out lane, out _))
            return false;
        lane.IsTaken = true;
        return true;
    }

    /// <summary>Removes the first delivery of a lane that was taken; the next is ready.</summary>
    public void Advance(Lane lane)
    {
        var id = lane.First.Event.Id;
        lane.RemoveFirst();
        lane.IsTaken = false;
        if (lane.Count > 0)
            MakeReady(lane);
        else
            _lanes.Remove(id);
    }

    /// <summary>Lets a lane that was taken wait with its first delivery.</summary>
    public void Pause(Lane lane, DateTimeOffset until)
    {
        lane.IsTaken = false;
        _pausing.Enqueue(lane, until);
    }

    /// <summary>Ends the pauses that are over.</summary>
    public void Wake(DateTimeOffset now)
    {
        while (_pausing.TryPeek(out _, out var due) && due <= now)
            MakeReady(_pausing.Dequeue());
    }

    // The oldest first: alerts with different ids, too, arrive in their order while the handler keeps up.
    private void MakeReady(Lane lane) => _ready.Enqueue(lane, lane.First.Number);
}
