namespace Tocsin.Pipelines.Data;

/// <summary>How many groups a task has and may have, in all the tables of its loops. Safe for any number of threads.</summary>
/// <param name="limit">Groups at most; those with long ids count as several.</param>
internal sealed class GroupRoom(int limit)
{
    private int _count;
    private long _weight;
    private long _refused;
    private int _wasCrowded;

    /// <summary>Is called when the groups come near the limit; again only after there was room in between.</summary>
    public Action<GroupRoom>? Crowded { get; init; }

    /// <summary>Groups that are held.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Groups at most; those with long ids count as several.</summary>
    public int Limit { get; } = limit;

    /// <summary>How much of <see cref="Limit"/> is used.</summary>
    public long Weight => Interlocked.Read(ref _weight);

    /// <summary>How often a group was wanted that would have been one too many.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>True near the limit, and at it.</summary>
    public bool IsCrowded => Weight >= CrowdedFrom;

    /// <summary>Why a group was refused, for people.</summary>
    public string Fullness =>
        $"the task has {Count} groups, and groups.limit lets it have {Limit}, of which long ones count as several: group by fewer tags, let silent groups go with groups.time-to-live, or raise groups.limit";

    private long CrowdedFrom => Limit / 5L * 4;

    /// <summary>Takes room for one more group; false, and counted, when there is none.</summary>
    public bool TryTake(int weight)
    {
        if (Interlocked.Add(ref _weight, weight) > Limit)
        {
            Interlocked.Add(ref _weight, -weight);
            Interlocked.Increment(ref _refused);
            return false;
        }

        Interlocked.Increment(ref _count);
        Tell();
        return true;
    }

    /// <summary>Takes room for a group that was there before, beyond the limit too.</summary>
    public void TakeAnyway(int weight)
    {
        Interlocked.Add(ref _weight, weight);
        Interlocked.Increment(ref _count);
        Tell();
    }

    /// <summary>Gives back the room of one group.</summary>
    public void GiveBack(int weight)
    {
        Interlocked.Decrement(ref _count);
        if (Interlocked.Add(ref _weight, -weight) <= CrowdedFrom / 8 * 7)
            Volatile.Write(ref _wasCrowded, 0);
    }

    private void Tell()
    {
        if (IsCrowded && Interlocked.Exchange(ref _wasCrowded, 1) == 0)
            Crowded?.Invoke(this);
    }
}
