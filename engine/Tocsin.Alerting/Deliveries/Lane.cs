namespace Tocsin.Alerting.Deliveries;

/// <summary>The deliveries of one alert id, in order: only the first of them is ever attempted.</summary>
internal sealed class Lane
{
    private readonly Queue<OwedDelivery> _waiting = new(1);

    public int Count => _waiting.Count;

    public OwedDelivery First => _waiting.Peek();

    /// <summary>All of them, in order.</summary>
    public IEnumerable<OwedDelivery> Deliveries => _waiting;

    /// <summary>True while an attempt of the first runs.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Attempts that failed one after the other, of the first and of those whose place it took.</summary>
    public int Failures { get; set; }

    public void Add(OwedDelivery delivery) => _waiting.Enqueue(delivery);

    public void RemoveFirst()
    {
        _waiting.Dequeue();
        Failures = 0;
    }

    /// <summary>True when the first tells of a level and a newer level is right behind it.</summary>
    public bool IsFirstSuperseded => _waiting.Count > 1 && Supersedes(_waiting.ElementAt(1), _waiting.Peek());

    /// <summary>
    /// Removes all levels that have a newer one right behind them, but not the one whose attempt runs. What was done about the alert stays,
    /// and stays behind the level that it was done about.
    /// </summary>
    /// <returns>Those that were removed, in order.</returns>
    public IReadOnlyList<OwedDelivery> RemoveSuperseded()
    {
        var count = _waiting.Count;
        if (count < (IsTaken ? 3 : 2))
            return [];

        // The queue gives out at its head only: what stays goes round to its end.
        var superseded = new List<OwedDelivery>(count - 1);
        for (var i = 0; i < count; i++)
        {
            var delivery = _waiting.Dequeue();
            if (i == count - 1 || (i == 0 && IsTaken) || !Supersedes(_waiting.Peek(), delivery))
                _waiting.Enqueue(delivery);
            else
                superseded.Add(delivery);
        }

        return superseded;
    }

    private static bool Supersedes(OwedDelivery newer, OwedDelivery older) => newer.Event.Activity is null && older.Event.Activity is null;
}
