namespace Tocsin.Pipelines.Data;

/// <summary>How full a table of series is.</summary>
/// <param name="Weight">Series known at once, of which long ones count as several.</param>
/// <param name="Capacity">How many there may be.</param>
/// <param name="Restarts">How often there were too many, and all were learned again.</param>
/// <param name="LastRestart">When that was; null when it never was, or nobody knows.</param>
public readonly record struct SeriesUsage(long Weight, int Capacity, long Restarts, DateTimeOffset? LastRestart)
{
    /// <summary>True when most of the capacity is used.</summary>
    public bool IsCrowded => Capacity > 0 && Weight >= CrowdedFrom(Capacity);

    internal static long CrowdedFrom(int capacity) => capacity / 5L * 4;
}
