using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Deliveries;

/// <summary>
/// Which of a target's deliveries are in memory: the oldest, up to a limit. The others wait in storage and are read when there is room.
/// Not safe for several threads at once.
/// </summary>
/// <param name="limit">Answers with how many may be in memory; twice as many for a moment.</param>
/// <param name="isResuming">True when storage may hold deliveries from before the start.</param>
internal sealed class OwedWindow(Func<int> limit, bool isResuming)
{
    private bool _isResuming = isResuming;
    private bool _mayFollow = isResuming;
    private long _lastTaken;
    private long _lastAccepted;

    /// <summary>Deliveries in memory.</summary>
    public int Count { get; private set; }

    /// <summary>True when storage may hold more than memory does.</summary>
    public bool IsBehind => _isResuming || _lastTaken < _lastAccepted;

    /// <summary>True when it is time to read on.</summary>
    public bool HasRoom => Count <= limit() / 2;

    /// <summary>True while more may be read although there is no room: at most eight times the limit.</summary>
    public bool MayStretch => Count < 8L * limit();

    /// <summary>True while page after page is read: newer deliveries of what is in memory may follow.</summary>
    public bool IsCatchingUp => _mayFollow && IsBehind && HasRoom;

    /// <summary>How many to read at a time.</summary>
    public int Page => Math.Max(1, limit() / 2);

    /// <summary>What is in memory, and what is known to be committed: to be noted before a look into storage.</summary>
    public (long Taken, long Accepted) Place => (_lastTaken, _lastAccepted);

    /// <summary>How many of those that are owed are neither in memory nor to be found in storage.</summary>
    public long Missing(long owed) => IsBehind ? 0 : Math.Max(0, owed - Count);

    /// <summary>Says of a delivery just committed whether it is to be kept in memory.</summary>
    public bool Accept(long number)
    {
        // A look into storage may see a commit before it is announced.
        if (number <= _lastTaken)
            return false;

        var isKept = !IsBehind && Count < limit();
        _lastAccepted = number;
        if (!isKept)
            return false;
        _lastTaken = number;
        Count++;
        return true;
    }

    /// <summary>Says that a delivery has left memory.</summary>
    public void Remove() => Count--;

    /// <summary>Takes what a look into storage found after a place.</summary>
    public void Take(IReadOnlyList<OwedRow> rows, (long Taken, long Accepted) place)
    {
        _mayFollow = rows.Count >= Page;
        if (rows.Count == 0)
        {
            // All that was committed before the look is in memory or gone; what came since is not, and is looked for next.
            _isResuming = false;
            _lastTaken = Math.Max(_lastTaken, place.Accepted);
            return;
        }

        Count += rows.Count;
        _lastTaken = rows[^1].Number;
        _lastAccepted = Math.Max(_lastAccepted, _lastTaken);
    }
}
